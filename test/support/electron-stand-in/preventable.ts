/** An event of Electron that a listener may prevent. */
export class Preventable {
  isPrevented = false;
  preventDefault = (): void => void (this.isPrevented = true);
}
