// SPDX-License-Identifier: GPL-2.0-only

/** The register of numbers as files of a sample, with some rows: `'L'   10-1F  linux/lamp.h`. */
export function ioctlRegister(...rows: readonly string[]): Readonly<Record<string, string>> {
  return {
    'Documentation/userspace-api/ioctl/ioctl-number.rst': `====  =====  ============================ ==========
Code  Seq#    Include File                Comments
      (hex)
====  =====  ============================ ==========
${rows.join('\n')}
====  =====  ============================ ==========
`,
  };
}
