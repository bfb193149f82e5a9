/** NVIDIA's driver, from the kernel's own files; undefined where there is none. `root` stands for `/` in tests. */
export declare function gpuDriver(root?: string): { version: string; cards: string[] } | undefined;
