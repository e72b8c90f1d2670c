// SPDX-License-Identifier: GPL-2.0-only
// kpw uapi as a person meets it: every kind of side, every exit status, and what it says of wrong input.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { diffSides } from '../src/evidence/uapi/compare-sides.ts';
import { openSides } from '../src/uapi/side/open.ts';
import { TARGETS } from '../src/uapi/targets.ts';
import { debian, temporaryFolder, testContext } from './support.ts';

const KPW = fileURLToPath(new URL('../bin/kpw.mjs', import.meta.url));

const LAMP = `/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#ifndef _UAPI_LINUX_LAMP_H
#define _UAPI_LINUX_LAMP_H
#include <linux/types.h>
#include <linux/ioctl.h>

#define LAMP_NAME_MAX	16
#define LAMP_COLD	1

struct lamp_info {
	__u32 argsz;
	__u32 flags;
	__aligned_u64 watts;
};
#define LAMP_GET_INFO	_IOR('L', 1, struct lamp_info)

#endif
`;
const HOTTER = LAMP.replace('LAMP_COLD	1', 'LAMP_COLD	5');
const WIDER = HOTTER.replace('__u32 flags', '__u64 flags');
const GROWN = LAMP.replace('\n#endif', "#define LAMP_RESET	_IO('L', 2)\n\n#endif");
const VAGUE = LAMP.replace('__u32 flags', 'struct lamp_flags flags');
/** é as one byte, as some old headers have it: no UTF-8. */
const LATIN = LAMP.replace('	1\n', '	1 /* \u00e9clair\u00e9e */\n#define LAMP_MAKER "Andr\u00e9"\n');

let folder: string;

async function kpw(args: string, input = '') {
  const argv = [KPW, 'uapi', ...args.split(' ')];
  const { exitCode, stdout, stderr } = await execa(process.execPath, argv, {
    cwd: folder,
    input,
    reject: false,
    env: { FORCE_COLOR: undefined, NO_COLOR: '1' },
  });
  const placed = (text: string) => text.replaceAll(folder, 'HERE');
  return { exitCode, stdout: placed(stdout), stderr: placed(stderr) };
}

/** All that is printed, and the exit status, command by command. */
async function transcript(...commands: readonly (string | readonly [args: string, input: string])[]) {
  const said: string[] = [];
  for (const command of commands) {
    const [args, input] = typeof command === 'string' ? [command, ''] : command;
    const { exitCode, stdout, stderr } = await kpw(args, input);
    // How many rules there are is no affair of these tests.
    const counted = stdout
      .replace(/\b\d+ run, \d+ skipped\b/g, 'N run, N skipped')
      .replace(/^( *skipped )\d+:/gm, '$1N:');
    said.push([`$ kpw uapi ${args}`, counted, stderr.trimEnd(), `[${exitCode}]`].filter(Boolean).join('\n'));
  }
  return said.join('\n\n');
}

async function git(...args: string[]) {
  const name = { NAME: 'Somebody', EMAIL: 'somebody@kernel.test', DATE: '2024-01-01T00:00:00Z' };
  const env = Object.fromEntries(
    Object.entries(name).flatMap(([key, value]) => [
      [`GIT_AUTHOR_${key}`, value],
      [`GIT_COMMITTER_${key}`, value],
    ]),
  );
  const config = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const { stdout } = await execa('git', args, { cwd: join(folder, 'repo'), env: { ...env, ...config } });
  return `${stdout}\n`;
}

async function put(files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, 'latin1');
  }
}

beforeAll(async () => {
  folder = await temporaryFolder();
  await put({
    'old.h': LAMP,
    'hotter.h': HOTTER,
    'wider.h': WIDER,
    'grown.h': GROWN,
    'vague.h': VAGUE,
    'latin.h': LATIN,
    'old/linux/lamp.h': LAMP,
    'new/linux/lamp.h': WIDER,
    'empty/README': '\n',
    'hollow/include/uapi/README': '\n',
    'repo/Makefile': 'VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 2\nEXTRAVERSION =\n',
    'repo/Kbuild': '\n',
    'repo/include/uapi/linux/lamp.h': LAMP,
    'waivers.txt': `mac-value-changed LAMP_COLD # nobody wants it
lay-member-moved struct lamp_info # was never used until 2020-01-31
mac-removed LAMP_HUE # it is still there
`,
    'lost-waivers.txt':
      'mac-remvoed LAMP_HUE # a slip\nmac-removed LAMP_HUE # it is still there\nlay * # all of it\n',
    'family-waivers.json': '[{"rule": "lay", "symbol": "struct lamp_info", "reason": "it was never used"}]',
    'bad-waivers.txt': 'mac-removed LAMP_HUE\nmac-removed LAMP_HUE # reason until tomorrow\n',
  });
  await git('init', '-q', '-b', 'main');
  await git('add', '.');
  await git('commit', '-qm', 'Add a lamp');
  await git('tag', 'v1');
  await put({ 'repo/include/uapi/linux/lamp.h': HOTTER });
  await git('commit', '-qam', 'Make it hotter\n\nUapi-waiver: mac-value-changed LAMP_COLD # nobody wants it');
  await git('tag', 'v2');
});

describe('sides', () => {
  test('two headers', async () => {
    expect(await transcript('diff old.h wider.h')).toMatchInlineSnapshot(`
      "$ kpw uapi diff old.h wider.h
      binary break: old.h → wider.h; 3 binary break, 3 defect; costs userspace one grown struct
      stops a merge: LAMP_COLD (mac-value-changed), and 5 more

      old.h
        wider.h:8: binary break: LAMP_COLD was 1, now it is 5 [mac-value-changed]
            was    old.h:8: #define LAMP_COLD 1
            now    wider.h:8: #define LAMP_COLD 5
            breaks old binary on new kernel, new binary on old kernel on all 7 targets
            why    Binaries keep the value that they were compiled with, so the kernel and they no longer mean the same thing. Counts, masks and versions may rise with what they stand for.
            see    Documentation/driver-api/ioctl.rst, "Interface versions"
            do     Give the macro its old value back, and a new name to the new meaning.
        wider.h:12: binary break: struct lamp_info: flags was \`__u32 flags\`, now it is \`__u64 flags\`: 4 → 8 bytes, which moves flags 4 → 8 and watts 8 → 16; on i386 flags was \`__u32 flags\`, now it is \`__u64 flags\`: 4 → 8 bytes, which moves watts 8 → 16; size of struct lamp_info: 16 → 24 bytes [lay-member-resized]
            was    old.h:12: __u32 flags
            now    wider.h:12: __u64 flags
            breaks old binary on new kernel, new binary on old kernel on all 7 targets
            why    An old binary reads and writes as many bytes as it was compiled for, and the kernel another number.
            see    Documentation/driver-api/ioctl.rst, "Structure layout"
            do     Keep the member and add another with the new type at the end, or in a union no larger than it.
        wider.h:15: binary break: struct lamp_info has another size, so LAMP_GET_INFO was _IOR('L', 1, 16 bytes), now it is _IOR('L', 1, 24 bytes) [ioc-struct-grown]
            was    old.h:15: #define LAMP_GET_INFO _IOR('L', 1, struct lamp_info)
            now    wider.h:15: #define LAMP_GET_INFO _IOR('L', 1, struct lamp_info)
            breaks old binary on new kernel, new binary on old kernel on all 7 targets
            also   struct lamp_info
            why    _IOR, _IOW and _IOWR make the size of the argument part of the request. An old binary keeps asking for the old one, which the kernel no longer knows.
            see    Documentation/driver-api/ioctl.rst, "Command number definitions"
            do     Define a new struct and a new ioctl, and keep the old ones; or handle both sizes in the dispatcher.
        wider.h:10: defect: struct lamp_info differs by architecture: flags is at 8, and at 4 on i386 [new-arch-layout]
            now    wider.h:10: struct lamp_info { __u32 argsz; __u64 flags; __aligned_u64 watts; };
            holds on i386
            why    A 64-bit member is aligned to 4 bytes on i386 and to 8 everywhere else: a 32-bit program on a 64-bit kernel passes another struct than the kernel reads.
            see    Documentation/driver-api/ioctl.rst, "Structure layout"
            do     Put each __u64 at a multiple of 8 bytes and let the size be one, or use __aligned_u64.
        wider.h:10: defect: struct lamp_info has a hole of 4 bytes before flags on x86-64, x32, arm64, arm, ppc64le and s390x [new-hole]
            now    wider.h:10: struct lamp_info { __u32 argsz; __u64 flags; __aligned_u64 watts; };
            holds on x86-64, x32, arm64, arm, ppc64le, s390x
            why    Nobody can require padding to be zero, so it can never become a member; a kernel that copies the struct out leaks what was on its stack; and where it lies differs between architectures.
            see    Documentation/driver-api/ioctl.rst, "Structure layout"
            do     Reorder the members, or name the padding \`__reserved\` and refuse what is not zero.
        wider.h:10: defect: struct lamp_info has a hole of 4 bytes before watts on i386 [new-hole]
            now    wider.h:10: struct lamp_info { __u32 argsz; __u64 flags; __aligned_u64 watts; };
            holds on i386

      1 header differs; rules: N run, N skipped, 0 undetermined
        note: old.h and wider.h come without linux/types.h, or asm/types.h of some target: __u32, _IOWR and the like are taken as the kernel's own headers have them
        skipped N: wider.h is one header
        skipped N: wider.h is one header, without drivers
        skipped N: kpw check looks at single patches
        skipped N: trees are compared, not mails
        skipped N: no newer kernel is known
      [1]"
    `);
  });

  test('two folders of headers', async () => {
    expect(await transcript('diff old new --lines')).toMatchInlineSnapshot(`
      "$ kpw uapi diff old new --lines
      linux/lamp.h:8: ERROR: LAMP_COLD was 1, now it is 5 [mac-value-changed]
      linux/lamp.h:12: ERROR: struct lamp_info: flags was \`__u32 flags\`, now it is \`__u64 flags\`: 4 → 8 bytes, which moves flags 4 → 8 and watts 8 → 16; on i386 flags was \`__u32 flags\`, now it is \`__u64 flags\`: 4 → 8 bytes, which moves watts 8 → 16; size of struct lamp_info: 16 → 24 bytes [lay-member-resized]
      linux/lamp.h:15: ERROR: struct lamp_info has another size, so LAMP_GET_INFO was _IOR('L', 1, 16 bytes), now it is _IOR('L', 1, 24 bytes) [ioc-struct-grown]
      linux/lamp.h:10: ERROR: struct lamp_info differs by architecture: flags is at 8, and at 4 on i386 [new-arch-layout]
      linux/lamp.h:10: WARNING: struct lamp_info has a hole of 4 bytes before flags on x86-64, x32, arm64, arm, ppc64le and s390x [new-hole]
      linux/lamp.h:10: WARNING: struct lamp_info has a hole of 4 bytes before watts on i386 [new-hole]
      [1]"
    `);
  });

  test('two folders of which forty headers differ are compared in threads, with the same result', async () => {
    const many = (folder: string, text: string) =>
      Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [
          `${folder}/linux/lamp${at}.h`,
          text.replaceAll('LAMP', `LAMP${at}`).replaceAll('lamp', `lamp${at}`),
        ]),
      );
    await put({ ...many('few', LAMP), ...many('many', WIDER) });
    const [old, fresh] = [join(folder, 'few'), join(folder, 'many')];
    const { stdout } = await kpw(`diff ${old} ${fresh} --json`);
    const sides = await openSides(old, [fresh], testContext());
    const here = await diffSides(sides.base, sides.fresh, { targets: TARGETS });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(here).replaceAll(folder, 'HERE')));
  });

  test('two revisions of a repository, with the waivers of the commits between them', async () => {
    expect(await transcript('diff repo@v1 repo@v2')).toMatchInlineSnapshot(`
      "$ kpw uapi diff repo@v1 repo@v2
      waived (binary break kept back): repo@v1 → repo@v2

      1 header differs; rules: N run, N skipped, 0 undetermined
        note: repo@v1 and repo@v2 come without linux/types.h, or asm/types.h of some target: __u32, _IOWR and the like are taken as the kernel's own headers have them
        skipped N: kpw check looks at single patches
        skipped N: trees are compared, not mails
        skipped N: no newer kernel is known
        waived mac-value-changed LAMP_COLD: nobody wants it (commits v1..v2:1)
      [0]"
    `);
  });

  test('a patch on standard input, over a revision and over a header', async () => {
    const patch = await git('diff', 'v1', 'v2');
    expect(
      await transcript(['diff repo@v1 - --lines', patch], ['diff old.h - --lines', patch]),
    ).toMatchInlineSnapshot(`
      "$ kpw uapi diff repo@v1 - --lines
      include/uapi/linux/lamp.h:8: ERROR: LAMP_COLD was 1, now it is 5 [mac-value-changed]
      [1]

      $ kpw uapi diff old.h - --lines
      old.h:8: ERROR: LAMP_COLD was 1, now it is 5 [mac-value-changed]
      [1]"
    `);
  });

  test('a folder of patches, with the waivers in them', async () => {
    await git('format-patch', '-q', '-o', '../patches', 'v1..v2');
    expect(await transcript('diff repo@v1 patches')).toMatchInlineSnapshot(`
      "$ kpw uapi diff repo@v1 patches
      waived (binary break kept back): repo@v1 → patches

      1 header differs; rules: N run, N skipped, 0 undetermined
        note: repo@v1 and patches come without linux/types.h, or asm/types.h of some target: __u32, _IOWR and the like are taken as the kernel's own headers have them
        skipped N: kpw check looks at single patches
        skipped N: trees are compared, not mails
        skipped N: no newer kernel is known
        waived mac-value-changed LAMP_COLD: nobody wants it (patches:6)
      [0]"
    `);
  });

  test('a header over a Debian tree is the one that it is called as', async () => {
    const vfio = await (await debian('6.12')).read('include/uapi/linux/vfio.h');
    await put({ 'vfio.h': (vfio ?? '').replace(/(#define VFIO_API_VERSION\s+)0/, '$11') });
    expect(await transcript('diff debian:6.12 vfio.h')).toMatchInlineSnapshot(`
      "$ kpw uapi diff debian:6.12 vfio.h
      binary break: debian:6.12 → vfio.h; 1 binary break
      stops a merge: VFIO_API_VERSION (mac-value-changed)

      linux/vfio.h
        include/uapi/linux/vfio.h:18: binary break: VFIO_API_VERSION was 0, now it is 1 [mac-value-changed]
            was    include/uapi/linux/vfio.h:18: #define VFIO_API_VERSION 0
            now    include/uapi/linux/vfio.h:18: #define VFIO_API_VERSION 1
            breaks old binary on new kernel, new binary on old kernel on all 7 targets
            why    Binaries keep the value that they were compiled with, so the kernel and they no longer mean the same thing. Counts, masks and versions may rise with what they stand for.
            see    Documentation/driver-api/ioctl.rst, "Interface versions"
            do     Give the macro its old value back, and a new name to the new meaning.

      1 header differs; rules: N run, N skipped, 0 undetermined; 4 findings of the old side not shown
        skipped N: kpw check looks at single patches
        skipped N: trees are compared, not mails
        skipped N: no newer kernel is known
      [1]"
    `);
  });

  test('a header that is no UTF-8', async () => {
    expect(await transcript('diff old.h latin.h --all')).toMatchInlineSnapshot(`
      "$ kpw uapi diff old.h latin.h --all
      additive: old.h → latin.h; 1 additive; costs userspace one macro

      old.h
        latin.h:9: additive: old.h gains LAMP_MAKER [mac-added]
            now    latin.h:9: #define LAMP_MAKER "André"
            holds on all 7 targets

      1 header differs; rules: N run, N skipped, 0 undetermined
        note: old.h and latin.h come without linux/types.h, or asm/types.h of some target: __u32, _IOWR and the like are taken as the kernel's own headers have them
        skipped N: latin.h is one header
        skipped N: latin.h is one header, without drivers
        skipped N: kpw check looks at single patches
        skipped N: trees are compared, not mails
        skipped N: no newer kernel is known
      [0]"
    `);
  });
});

describe('gates', () => {
  test.each([
    ['nothing', 'old.h old.h', 0],
    ['an addition that is denied', 'old.h grown.h --deny additive', 1],
    [
      'a break that is allowed by its rule and denied by its effect',
      'old.h hotter.h --allow mac-value-changed --deny binary-break',
      0,
    ],
    ['what cannot be known', 'old.h vague.h --allow ioc', 3],
    [
      'no rule at all',
      'old.h hotter.h --disable lay enm mac ioc new hnd vfio beh tre lck cxx dec num message',
      3,
    ],
  ])('%s', async (_, args, status) => {
    const { exitCode, stdout, stderr } = await kpw(`diff ${args} --lines`);
    expect(exitCode, stdout + stderr).toBe(status);
  });

  test('a waiver keeps a finding back; one that is unused or has expired is told', async () => {
    expect(await transcript('diff old.h hotter.h --waivers waivers.txt')).toMatchInlineSnapshot(`
      "$ kpw uapi diff old.h hotter.h --waivers waivers.txt
      waived (binary break kept back): old.h → hotter.h

      1 header differs; rules: N run, N skipped, 0 undetermined
        note: old.h and hotter.h come without linux/types.h, or asm/types.h of some target: __u32, _IOWR and the like are taken as the kernel's own headers have them
        skipped N: hotter.h is one header
        skipped N: hotter.h is one header, without drivers
        skipped N: kpw check looks at single patches
        skipped N: trees are compared, not mails
        skipped N: no newer kernel is known
        waived mac-value-changed LAMP_COLD: nobody wants it (waivers.txt:1)
        waiver of lay-member-moved struct lamp_info is unused: it has expired (waivers.txt:2)
        waiver of mac-removed LAMP_HUE is unused: it matches no finding (waivers.txt:3)
      [0]"
    `);
  });

  test('--explain says what a rule is about, and needs no sides', async () => {
    expect(await transcript('diff --explain lay-packed')).toMatchInlineSnapshot(`
      "$ kpw uapi diff --explain lay-packed
      lay-packed  binary-break, error, family lay
        finds  packed or aligned was added to a UAPI type or dropped.
        why    Offsets, the size, or at least the alignment of whatever holds the type change.
        see    Documentation/driver-api/ioctl.rst, "Structure layout"
        do     Keep the attribute; a new type may do without.
        needs  uapi
        page   docs/rules/lay-packed.md
      [0]"
    `);
  });
});

describe('data', () => {
  const schema = async (name: string) => {
    const text = await readFile(new URL(`../docs/${name}.schema.json`, import.meta.url), 'utf8');
    return z.fromJSONSchema(JSON.parse(text));
  };

  test('diff --json is as its schema says', async () => {
    const { exitCode, stdout } = await kpw('diff old.h wider.h --json --waivers waivers.txt');
    expect((await schema('uapi-diff')).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(exitCode).toBe(1);
  });

  test('dump --json is as its schema says', async () => {
    const { exitCode, stdout } = await kpw('dump vague.h --json');
    expect((await schema('uapi-dump')).safeParse(JSON.parse(stdout)).error).toBeUndefined();
    expect(exitCode).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "{
        "origin": "HERE/vague.h",
        "target": "x86-64",
        "types": [],
        "macros": {
          "vague.h": {
            "LAMP_NAME_MAX": 16,
            "LAMP_COLD": 1
          }
        },
        "enumerators": {},
        "ioctls": {},
        "unresolved": [
          {
            "header": "vague.h",
            "name": "struct lamp_info",
            "reason": "flags: struct lamp_flags is declared nowhere in what the header includes"
          },
          {
            "header": "vague.h",
            "name": "LAMP_GET_INFO",
            "reason": "flags: struct lamp_flags is declared nowhere in what the header includes"
          }
        ],
        "note": "vague.h comes without linux/types.h, or asm/types.h of some target: __u32, _IOWR and the like are taken as the kernel's own headers have them"
      }"
    `);
  });

  test('show prints a struct, an ioctl and a macro', async () => {
    expect(
      await transcript(
        'show repo@v1 lamp_info LAMP_GET_INFO LAMP_NAME_MAX',
        'show debian:6.12 vfio_region_info VFIO_DEVICE_RESET VFIO_API_VERSION',
      ),
    ).toMatchInlineSnapshot(`
      "$ kpw uapi show repo@v1 lamp_info LAMP_GET_INFO LAMP_NAME_MAX
      /* include/uapi/linux/lamp.h:10 */
      /* all targets */
      struct lamp_info {
      	__u32 argsz;                             /*     0     4 */
      	__u32 flags;                             /*     4     4 */
      	__u64 watts;                             /*     8     8 */

      	/* size: 16, align: 8, members: 3 */
      };

      /* include/uapi/linux/lamp.h:15 */
      LAMP_GET_INFO  takes struct lamp_info
        0x80104c01  direction read, type 0x4c 'L', number 1 (0x1), size 16  /* x86-64, i386, x32, arm64, arm, s390x */
        0x40104c01  direction read, type 0x4c 'L', number 1 (0x1), size 16  /* ppc64le */

      /* include/uapi/linux/lamp.h:7 */
      #define LAMP_NAME_MAX 16
        16 (0x10)  /* all targets */

      /* repo@v1 comes without linux/types.h, or asm/types.h of some target: __u32, _IOWR and the like are taken as the kernel's own headers have them */
      [0]

      $ kpw uapi show debian:6.12 vfio_region_info VFIO_DEVICE_RESET VFIO_API_VERSION
      /* include/uapi/linux/vfio.h:271 */
      /* all targets */
      struct vfio_region_info {
      	__u32 argsz;                             /*     0     4 */
      	__u32 flags;                             /*     4     4 */
      	__u32 index;                             /*     8     4 */
      	__u32 cap_offset;                        /*    12     4 */
      	__u64 size;                              /*    16     8 */
      	__u64 offset;                            /*    24     8 */

      	/* size: 32, align: 8, members: 6 */
      };

      /* include/uapi/linux/vfio.h:611 */
      VFIO_DEVICE_RESET
        0x00003b6f  direction none, type 0x3b ';', number 111 (0x6f), size 0  /* x86-64, i386, x32, arm64, arm, s390x */
        0x20003b6f  direction none, type 0x3b ';', number 111 (0x6f), size 0  /* ppc64le */

      /* include/uapi/linux/vfio.h:18 */
      #define VFIO_API_VERSION 0
        0  /* all targets */
      [0]"
    `);
  });
});

describe('wrong input', () => {
  test('sides that are missing', async () => {
    expect(await transcript('diff', 'diff old.h', 'show old.h')).toMatchInlineSnapshot(`
      "$ kpw uapi diff
      error [BAD_PARAMETER] there is nothing to compare
      next  Name a new side, or designs of a topic: kpw uapi diff OLD NEW, kpw uapi diff OLD --design opt-in-ioctl
      [2]

      $ kpw uapi diff old.h
      error [BAD_PARAMETER] there is nothing to compare with
      where old.h
      next  Name a new side, or designs of a topic: kpw uapi diff OLD NEW, kpw uapi diff OLD --design opt-in-ioctl
      [2]

      $ kpw uapi show old.h
      error [USAGE] kpw uapi show needs a tree and a name: kpw uapi show debian:6.12 floppy_struct
      (kpw --help lists the verbs; docs/exit-codes.md the exit statuses)
      [2]"
    `);
  });

  test('names that nothing has', async () => {
    expect(
      await transcript(
        'diff repo@v1 debian:6.l',
        'diff old.h odl.h',
        'diff repo@v1 repo@v3',
        'diff old hotter.h',
        'show repo@v1 lamp_inf',
        'diff old.h wider.h --arch x68',
        'diff old.h wider.h --allow binary-brake',
      ),
    ).toMatchInlineSnapshot(`
      "$ kpw uapi diff repo@v1 debian:6.l
      error [UNKNOWN_NAME] there is no tree debian:6.l
            There is: debian:5.10, debian:6.1, debian:6.12, debian:7.2; or a folder of your own, PATH[@REV].
      next  Did you mean debian:6.1 or debian:6.12 or debian:7.2?
      [2]

      $ kpw uapi diff old.h odl.h
      error [UNKNOWN_NAME] there is no file odl.h
      next  Did you mean old.h?
      [2]

      $ kpw uapi diff repo@v1 repo@v3
      error [UNKNOWN_NAME] the repository has no revision v3
      where HERE/repo
            It has 3 tags and branches, among them main, v1, v2.
      next  Did you mean v1 or v2?
      [2]

      $ kpw uapi diff old hotter.h
      error [UNKNOWN_NAME] no header of old is called hotter.h
      where hotter.h
      next  Put the file into a folder that tells which, as in mine/linux/fd.h.
      [2]

      $ kpw uapi show repo@v1 lamp_inf
      error [UNKNOWN_NAME] no header exports "lamp_inf"
      where repo@v1
      next  Did you mean lamp_info?
      [2]

      $ kpw uapi diff old.h wider.h --arch x68
      error [UNKNOWN_NAME] no target is called "x68"
      where --arch x68
      next  Did you mean i686 or x32 or x86?
      [2]

      $ kpw uapi diff old.h wider.h --allow binary-brake
      error [UNKNOWN_NAME] no effect, rule or family is called "binary-brake"
      next  Did you mean binary-break? Effects: binary-break, behaviour-break, source-break, defect, undetermined, additive, additive-proven. kpw rules lists rules and families.
      [2]"
    `);
  });

  test('folders and trees without headers', async () => {
    expect(await transcript('diff old empty', 'diff hollow old')).toMatchInlineSnapshot(`
      "$ kpw uapi diff old empty
      error [TREE_UNSUITABLE] there is no header in it
      where empty
      next  Name a folder that holds headers, or kernel source.
      [4]

      $ kpw uapi diff hollow old
      error [TREE_UNSUITABLE] there is no header below include/uapi
      where hollow
      next  Name the top folder of a kernel tree, or a folder that holds linux/*.h.
      [4]"
    `);
  });

  test('waivers that are none', async () => {
    expect(
      await transcript(
        'diff old.h wider.h --waivers waiver.txt',
        'diff old.h wider.h --waivers bad-waivers.txt',
        'diff old.h wider.h --waivers lost-waivers.txt',
        'diff old.h wider.h --waivers family-waivers.json',
      ),
    ).toMatchInlineSnapshot(`
      "$ kpw uapi diff old.h wider.h --waivers waiver.txt
      error [BAD_PARAMETER] there is no file waiver.txt
      where --waivers waiver.txt
      next  Name a file with lines of the form: rule symbol # reason until 2026-12-31
      [2]

      $ kpw uapi diff old.h wider.h --waivers bad-waivers.txt
      error [BAD_PARAMETER] a waiver is not understood
            bad-waivers.txt:1: not of the form: rule symbol # reason
      next  Write a line each: rule symbol # reason until 2026-12-31; kpw rules lists the rules.
      [2]

      $ kpw uapi diff old.h wider.h --waivers lost-waivers.txt
      error [UNKNOWN_NAME] 2 waivers name no rule
            lost-waivers.txt:1: no rule is called "mac-remvoed". Did you mean mac-removed or mac-renamed?
            lost-waivers.txt:3: no rule is called "lay". It is a family: kpw rules lay lists its rules.
      next  A waiver names a rule; kpw rules lists them.
      [2]

      $ kpw uapi diff old.h wider.h --waivers family-waivers.json
      error [UNKNOWN_NAME] no rule is called "lay"
      where family-waivers.json[0]
      next  It is a family: kpw rules lay lists its rules.
      [2]"
    `);
  });

  test('a patch that is none, does not apply, or stands alone', async () => {
    const patch = await git('diff', 'v2', 'v1');
    expect(
      await transcript(
        ['diff repo@v1 -', 'nothing\n'],
        ['diff repo@v1 -', patch],
        ['diff - repo@v1', 'nothing\n'],
        'show new.patch lamp_info',
        ['show - lamp_info', patch],
      ),
    ).toMatchInlineSnapshot(`
      "$ kpw uapi diff repo@v1 -
      error [NO_PATCH] there is no diff in it
      where standard input
      next  Hand in a unified diff, as git diff and git format-patch write it.
      [4]

      $ kpw uapi diff repo@v1 -
      error [PATCH_REJECTED] the patch does not apply to repo@v1
      where standard input
            error: patch failed: include/uapi/linux/lamp.h:5
            error: include/uapi/linux/lamp.h: patch does not apply
      next  Make it against that side, or name the side that it was made against.
      [4]

      $ kpw uapi diff - repo@v1
      error [NO_PATCH] there is no diff in it
      where standard input
      next  Hand in a unified diff, as git diff and git format-patch write it.
      [4]

      $ kpw uapi show new.patch lamp_info
      error [UNKNOWN_NAME] there is no file new.patch
      next  Did you mean new?
      [2]

      $ kpw uapi show - lamp_info
      error [UNKNOWN_NAME] standard input is a patch, and there is nothing to apply it to
      next  Name a tree, a folder or a header as the other side: kpw uapi diff debian:6.12 -
      [2]"
    `);
  });
});
