// SPDX-License-Identifier: GPL-2.0-only

/**
 * Text of `linux/version.h` as the top Makefile makes it (filechk_version.h); undefined where the Makefile names no
 * version. A sublevel over 255 counts as 255, so that it does not reach into the patchlevel's byte.
 */
export function versionHeader(makefile: string): string | undefined {
  const number = (name: string) => new RegExp(`^${name}\\s*=\\s*(\\d+)\\s*$`, 'm').exec(makefile)?.[1];
  const [version, patchlevel, sublevel] = [number('VERSION'), number('PATCHLEVEL'), number('SUBLEVEL')];
  if (version === undefined || patchlevel === undefined) return undefined;
  const code = Number(version) * 65536 + Number(patchlevel) * 256 + Math.min(Number(sublevel ?? 0), 255);
  const parts: [string, string | undefined][] = [
    ['MAJOR', version],
    ['PATCHLEVEL', patchlevel],
    ['SUBLEVEL', sublevel],
  ];
  const lines = [
    `#define LINUX_VERSION_CODE ${code}`,
    '#define KERNEL_VERSION(a,b,c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))',
    // Since 5.13; before, there is just the code.
    ...parts
      .filter(([name]) => makefile.includes(`LINUX_VERSION_${name} `))
      .map(([name, value]) => `#define LINUX_VERSION_${name} ${value}`),
  ];
  return `${lines.join('\n')}\n`;
}
