type Decide = (isAllowed: boolean) => void;
type BeforeRequest = (details: { readonly url: string }, decide: (decision: { readonly cancel: boolean }) => void) => void;

export interface StandInSession {
  /** How the program decides what a page asks for. Each throws where the program left Electron's default, which is to allow. */
  readonly decides: {
    permission(name: string): boolean;
    permissionCheck(name: string): boolean;
    device(): boolean;
    request(url: string): boolean;
  };
  readonly hasSpellChecker: boolean;
}

/** `session.defaultSession`. */
export function standInSession(): StandInSession {
  const set: {
    permission?: (contents: object, name: string, decide: Decide) => void;
    permissionCheck?: (contents: object, name: string) => boolean;
    device?: () => boolean;
    request?: BeforeRequest;
  } = {};
  let hasSpellChecker = true;
  const need = <T>(handler: T | undefined, name: string): T => {
    if (handler === undefined) throw new Error(`the program did not set the ${name} handler`);
    return handler;
  };

  const decides: StandInSession['decides'] = {
    permission(name) {
      let decision: boolean | undefined;
      need(set.permission, 'permission request')({}, name, (isAllowed) => (decision = isAllowed));
      return decision ?? true;
    },
    permissionCheck: (name) => need(set.permissionCheck, 'permission check')({}, name),
    device: () => need(set.device, 'device permission')(),
    request(url) {
      let isCancelled = false;
      need(set.request, 'request')({ url }, ({ cancel }) => (isCancelled = cancel));
      return !isCancelled;
    },
  };
  return {
    decides,
    get hasSpellChecker() {
      return hasSpellChecker;
    },
    ...{
      setPermissionRequestHandler: (handler: typeof set.permission) => Object.assign(set, { permission: handler }),
      setPermissionCheckHandler: (handler: typeof set.permissionCheck) => Object.assign(set, { permissionCheck: handler }),
      setDevicePermissionHandler: (handler: typeof set.device) => Object.assign(set, { device: handler }),
      setSpellCheckerEnabled: (isEnabled: boolean) => (hasSpellChecker = isEnabled),
      webRequest: { onBeforeRequest: (handler: BeforeRequest) => (set.request = handler) },
    },
  };
}
