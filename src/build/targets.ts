/** Where Parity runs: VS Code's name for the platform, and the package that brings the engine's native code there. */
export const targets = {
  'linux-x64': { enginePackage: '@node-llama-cpp/linux-x64' },
  'linux-arm64': { enginePackage: '@node-llama-cpp/linux-arm64' },
  'linux-armhf': { enginePackage: '@node-llama-cpp/linux-armv7l' },
  'darwin-x64': { enginePackage: '@node-llama-cpp/mac-x64' },
  'darwin-arm64': { enginePackage: '@node-llama-cpp/mac-arm64-metal' },
  'win32-x64': { enginePackage: '@node-llama-cpp/win-x64' },
  'win32-arm64': { enginePackage: '@node-llama-cpp/win-arm64' },
} as const;

export type Target = keyof typeof targets;

export function isTarget(name: string): name is Target {
  return Object.hasOwn(targets, name);
}

/** The target of the machine that runs this. */
export function hostTarget(platform: string, arch: string): Target {
  const name = `${platform}-${platform === 'linux' && arch === 'arm' ? 'armhf' : arch}`;
  if (!isTarget(name)) throw new Error(`Parity has no engine for ${name}. There is one for: ${targetNames()}`);
  return name;
}

export function targetNames(): string {
  return Object.keys(targets).join(', ');
}
