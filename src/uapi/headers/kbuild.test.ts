// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { kbuildLists } from './kbuild.ts';
import { commonSyscallHeaders, ownSyscallHeaders, syscallNumbers } from './syscalls.ts';
import { versionHeader } from './version.ts';

const world = {
  variables: { srctree: '.', SRCARCH: 'lamp' },
  exists: (path: string) => path === './arch/lamp/glow.h',
};

test('lists grow, start anew, go over several lines, and end at a comment', () => {
  const text = 'generic-y := a.h\ngeneric-y += b.h \\\n\tc.h # and no d.h\nmandatory-y = e.h\n';
  expect(kbuildLists(text, world)).toMatchInlineSnapshot(`
    Map {
      "generic-y" => [
        "a.h",
        "b.h",
        "c.h",
      ],
      "mandatory-y" => [
        "e.h",
      ],
    }
  `);
});

test('a condition on a file that exists is followed, also in another', () => {
  const text = [
    'ifeq ($(wildcard $(srctree)/arch/$(SRCARCH)/glow.h),)',
    'no-export-headers += linux/glow.h',
    'else',
    'ifneq ($(SRCARCH),lamp)',
    'no-export-headers += linux/lamp.h',
    'endif',
    'no-export-headers += linux/dark.h',
    'endif',
  ].join('\n');
  expect(kbuildLists(text, world).get('no-export-headers')).toEqual(['linux/dark.h']);
});

test('the headers that an architecture makes of its tables are read from its Makefile, in all three forms', () => {
  const target = [
    'syscall64 := $(src)/syscall_64.tbl',
    'uapisyshdr-y += unistd_64.h unistd_x32.h',
    '$(uapi)/unistd_64.h: abis := common,64',
    '$(uapi)/unistd_64.h: $(syscall64) $(syshdr) FORCE',
    '$(uapi)/unistd_x32.h: abis := common,x32',
    '$(uapi)/unistd_x32.h: offset := __X32_BIT',
    '$(uapi)/unistd_x32.h: $(syscall64) $(syshdr) FORCE',
  ];
  const named = [
    'syscall := $(srctree)/$(src)/syscall.tbl',
    'uapi-hdrs-y := $(uapi)/unistd_32.h',
    'syshdr_abi_unistd_32 := common,32',
    '$(uapi)/unistd_32.h: $(syscall) FORCE',
  ];
  const arguments_ = [
    'syscall := $(src)/syscall.tbl',
    'cmd_syshdr = $(CONFIG_SHELL) $(syshdr) --abis common,$* \\',
    '\t--offset __NR_BASE $< $@',
    'uapi-hdrs-y += $(uapi)/unistd-old.h',
    '$(uapi)/unistd-%.h: $(syscall) $(syshdr) FORCE',
  ];
  const made = [target, named, arguments_].map((lines) =>
    ownSyscallHeaders(lines.join('\n'), 'arch/lamp/tools'),
  );
  expect(made).toMatchInlineSnapshot(`
    [
      [
        {
          "abis": [
            "common",
            "64",
          ],
          "name": "unistd_64.h",
          "offset": undefined,
          "table": "arch/lamp/tools/syscall_64.tbl",
        },
        {
          "abis": [
            "common",
            "x32",
          ],
          "name": "unistd_x32.h",
          "offset": "__X32_BIT",
          "table": "arch/lamp/tools/syscall_64.tbl",
        },
      ],
      [
        {
          "abis": [
            "common",
            "32",
          ],
          "name": "unistd_32.h",
          "offset": undefined,
          "table": "arch/lamp/tools/syscall.tbl",
        },
      ],
      [
        {
          "abis": [
            "common",
            "old",
          ],
          "name": "unistd-old.h",
          "offset": "__NR_BASE",
          "table": "arch/lamp/tools/syscall.tbl",
        },
      ],
    ]
  `);
});

test('an architecture without tables of its own takes the common one, with what its settings add', () => {
  const common = 'syscall_abis_64 += common,64\nsyscalltbl := $(srctree)/scripts/syscall.tbl\n';
  const settings = 'syscall_abis_64 += glow\nsyscalltbl = arch/lamp/tools/syscall_%.tbl\n';
  expect([
    ...commonSyscallHeaders(['unistd_64.h'], common, ''),
    ...commonSyscallHeaders(['unistd_64.h'], common, settings),
  ]).toMatchInlineSnapshot(`
    [
      {
        "abis": [
          "common",
          "64",
        ],
        "name": "unistd_64.h",
        "offset": undefined,
        "table": "scripts/syscall.tbl",
      },
      {
        "abis": [
          "common",
          "64",
          "glow",
        ],
        "name": "unistd_64.h",
        "offset": undefined,
        "table": "arch/lamp/tools/syscall_64.tbl",
      },
    ]
  `);
});

test('a header of system calls has one number a line of its ABIs', () => {
  const table =
    '# nr abi name entry\n0\tcommon\tglow\tsys_glow\n1\t32\tdim\tsys_dim\n2\t64\tdim\tsys_dim64\n';
  const header = { name: 'unistd-64.h', table: '', abis: ['common', '64'], offset: '__NR_BASE' };
  expect(syscallNumbers(table, header)).toMatchInlineSnapshot(`
    "#ifndef _UAPI_ASM_UNISTD_64_H
    #define _UAPI_ASM_UNISTD_64_H

    #define __NR_glow (__NR_BASE + 0)
    #define __NR_dim (__NR_BASE + 2)

    #endif /* _UAPI_ASM_UNISTD_64_H */
    "
  `);
});

test('a sublevel that does not fit into its byte is 255 in the version code, and itself beside it', () => {
  const makefile =
    'VERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 262\n\techo \\#define LINUX_VERSION_SUBLEVEL $(SUBLEVEL)\n';
  expect(versionHeader(makefile)).toMatchInlineSnapshot(`
    "#define LINUX_VERSION_CODE 330495
    #define KERNEL_VERSION(a,b,c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
    #define LINUX_VERSION_SUBLEVEL 262
    "
  `);
  expect(versionHeader('all:\n')).toBeUndefined();
});
