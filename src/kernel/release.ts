// SPDX-License-Identifier: GPL-2.0-only

/**
 * `6.1.192`, `7.2.0-rc3`: what the top Makefile calls KERNELVERSION. Undefined where the text is not the
 * top Makefile of a kernel.
 */
export function releaseOf(makefile: string): string | undefined {
  const value = (name: string) =>
    new RegExp(`^${name}[ \\t]*=[ \\t]*(\\S*)[ \\t]*$`, 'm').exec(makefile)?.[1];
  const [version, patchlevel] = [value('VERSION'), value('PATCHLEVEL')];
  if (!version || !patchlevel) return undefined;
  const sublevel = value('SUBLEVEL');
  return `${version}.${patchlevel}${sublevel ? `.${sublevel}` : ''}${value('EXTRAVERSION') ?? ''}`;
}
