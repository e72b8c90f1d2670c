// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { apiOf } from './api.ts';
import { compare } from './compare.ts';
import type { Api, Comparison, HeaderSet, Pair } from './model.ts';
import { TARGETS } from './targets.ts';

type Texts = Readonly<Record<string, string>>;

function headersOf(texts: Texts): HeaderSet {
  const headers = new Map(
    Object.entries(texts).map(([name, text]) => {
      const hash = createHash('sha1').update(text).digest('hex');
      return [name, { name, path: `include/uapi/${name}`, text, generated: false, hash }];
    }),
  );
  return { origin: 'made', names: () => [...headers.keys()].sort(), get: (name) => headers.get(name) };
}

const apiFrom = (texts: Texts): Api => apiOf(headersOf(texts), TARGETS);

/** One line a name: `+` new, `-` gone, `~` another; where it moved, and what it inherits. */
function told({ headers, types, macros, enumerators, ioctls, unresolved }: Comparison): string[] {
  const line =
    (kind: string) => (pair: Pair<{ readonly header: string }> & { inheritedFrom?: readonly string[] }) =>
      [
        !pair.before ? '+' : !pair.after ? '-' : '~',
        kind,
        pair.header,
        pair.name,
        ...(pair.before && pair.after && pair.before.header !== pair.after.header
          ? [`in ${pair.after.header}`]
          : []),
        ...(pair.inheritedFrom ? [`by ${pair.inheritedFrom.join(', ')}`] : []),
      ].join(' ');
  return [
    ...headers.map(({ name, textChanged }) => `${textChanged ? 'text' : 'meaning'} ${name}`),
    ...types.map(line('type')),
    ...macros.map(line('macro')),
    ...enumerators.map(line('enumerator')),
    ...ioctls.map(line('ioctl')),
    ...unresolved.map(line('unresolved')),
  ];
}

const diff = (before: Texts, after: Texts) => told(compare(apiFrom(before), apiFrom(after)));

const IO = `#define _IOC(d, t, n, s) (((d) << 30) | ((t) << 8) | (n) | ((s) << 16))
#define _IOR(t, n, a) _IOC(2U, (t), (n), (sizeof(a)))
#define _IOC_NRSHIFT 0
#define _IOC_NRMASK 0xff
#define _IOC_TYPESHIFT 8
#define _IOC_TYPEMASK 0xff
#define _IOC_SIZESHIFT 16
#define _IOC_SIZEMASK 0x3fff
#define _IOC_DIRSHIFT 30
#define _IOC_DIRMASK 3
#define _IOC_READ 2U
#define _IOC_WRITE 1U
`;

describe('what is the same is in no list', () => {
  it('comments, white space, names of parameters, another text of the same value', () => {
    expect(
      diff(
        { 'linux/lamp.h': 'struct lamp { int on; };\n#define LAMP_MAX 16\n#define lamp(x) ((x) + 1)\n' },
        {
          'linux/lamp.h':
            '/* A lamp. */\nstruct lamp {\n\tint on; /* lit */\n};\n#define LAMP_MAX (1 << 4)\n#define lamp(y) ((y) + 1)\n',
        },
      ),
    ).toEqual(['text linux/lamp.h']);
  });

  it('a name that moved to a header which the first one includes', () => {
    const user = '#include <linux/bulb.h>\n';
    expect(
      diff(
        { 'linux/lamp.h': `${user}struct lamp { int on; };\n#define LAMP 1\n`, 'linux/bulb.h': '' },
        { 'linux/lamp.h': user, 'linux/bulb.h': 'struct lamp { int on; };\n#define LAMP 1\n' },
      ),
    ).toMatchInlineSnapshot(`
      [
        "text linux/bulb.h",
        "text linux/lamp.h",
      ]
    `);
  });
});

it('tells what is new, gone and another, each kind by itself', () => {
  expect(
    diff(
      {
        'linux/lamp.h':
          'struct lamp { int on; };\nenum colour { RED, GREEN, BLUE };\n#define LAMP 1\n#define TEXT "a"\n#define lamp(x) x\n',
        'linux/old.h': '',
      },
      {
        'linux/lamp.h':
          'struct lamp { long on; };\nenum colour { RED, BLUE };\n#define LAMP 2\n#define TEXT "b"\n#define lamp(x) -x\nstruct bulb { int on; };\n',
        'linux/new.h': '',
      },
    ),
  ).toMatchInlineSnapshot(`
    [
      "text linux/lamp.h",
      "text linux/new.h",
      "text linux/old.h",
      "~ type linux/lamp.h struct lamp",
      "+ type linux/lamp.h struct bulb",
      "~ macro linux/lamp.h LAMP",
      "~ macro linux/lamp.h TEXT",
      "~ macro linux/lamp.h lamp",
      "- enumerator linux/lamp.h GREEN",
      "~ enumerator linux/lamp.h BLUE",
    ]
  `);
});

it('tells a difference that one target alone has', () => {
  const { macros } = compare(
    apiFrom({ 'linux/lamp.h': '#define LAMP 1\n' }),
    apiFrom({ 'linux/lamp.h': '#ifdef __s390x__\n#define LAMP 2\n#else\n#define LAMP 1\n#endif\n' }),
  );
  expect(macros.map(({ after }) => after && [...after.on])).toMatchInlineSnapshot(`
    [
      [
        [
          "x86-64",
          1n,
        ],
        [
          "i386",
          1n,
        ],
        [
          "x32",
          1n,
        ],
        [
          "arm64",
          1n,
        ],
        [
          "arm",
          1n,
        ],
        [
          "ppc64le",
          1n,
        ],
        [
          "s390x",
          2n,
        ],
      ],
    ]
  `);
});

describe('a difference spreads to headers whose text is the same', () => {
  const lamp = (type: string) => `struct lamp { ${type} on; };\n`;

  it('through members, array lengths, typedefs, macros and requests, and nowhere else', () => {
    const same = {
      'linux/holder.h':
        '#include <linux/lamp.h>\nstruct holder { struct lamp one; };\nstruct other { int x; };\n',
      'linux/row.h': '#include <linux/holder.h>\nstruct row { struct holder all[2]; };\n',
      'linux/alias.h':
        '#include <linux/lamp.h>\ntypedef struct lamp lamp_t;\nstruct aliased { lamp_t one; };\n',
      'linux/size.h':
        '#include <linux/lamp.h>\n#define SIZE sizeof(struct lamp)\nstruct sized { char x[SIZE]; };\n',
      'linux/function.h': '#include <linux/lamp.h>\n#define of(x) ((x) + LAMP)\n#define FUNCTION of(1)\n',
      'linux/request.h':
        '#include <linux/ioctl.h>\n#include <linux/lamp.h>\n#define GET _IOR(1, 2, struct lamp)\n',
      'linux/ioctl.h': IO,
      'linux/apart.h': 'struct lamp;\nstruct apart { struct lamp *one; };\n#define APART LAMP\n',
    };
    expect(
      diff(
        { 'linux/lamp.h': `${lamp('char')}#define LAMP 1\n`, ...same },
        { 'linux/lamp.h': `${lamp('long long')}#define LAMP 2\n`, ...same },
      ),
    ).toMatchInlineSnapshot(`
      [
        "meaning linux/alias.h",
        "meaning linux/function.h",
        "meaning linux/holder.h",
        "text linux/lamp.h",
        "meaning linux/request.h",
        "meaning linux/row.h",
        "meaning linux/size.h",
        "~ type linux/alias.h struct aliased by lamp_t",
        "~ type linux/holder.h struct holder by struct lamp",
        "~ type linux/lamp.h struct lamp",
        "~ type linux/row.h struct row by struct holder",
        "~ type linux/size.h struct sized by SIZE",
        "~ macro linux/function.h FUNCTION",
        "~ macro linux/lamp.h LAMP",
        "~ macro linux/request.h GET",
        "~ macro linux/size.h SIZE",
        "~ ioctl linux/request.h GET",
      ]
    `);
  });

  it('through an include that is gone', () => {
    const bulb = { 'linux/bulb.h': '#define BULB 4\n' };
    expect(
      diff(
        { 'linux/lamp.h': '#include <linux/bulb.h>\nstruct lamp { char on[BULB]; };\n', ...bulb },
        { 'linux/lamp.h': 'struct lamp { char on[BULB]; };\n', ...bulb },
      ),
    ).toMatchInlineSnapshot(`
      [
        "text linux/lamp.h",
        "+ unresolved linux/lamp.h struct lamp",
      ]
    `);
  });

  it('through #pragma pack', () => {
    const text = 'struct lamp { char on; int colour; };\n';
    expect(
      diff({ 'linux/lamp.h': text }, { 'linux/lamp.h': `#pragma pack(push, 1)\n${text}#pragma pack(pop)\n` }),
    ).toMatchInlineSnapshot(`
      [
        "text linux/lamp.h",
        "~ type linux/lamp.h struct lamp",
      ]
    `);
  });
});

describe('what is undetermined', () => {
  it('is told where its text or what it mentions differs, and not where both are the same', () => {
    const text = (size: number) =>
      `struct same { struct missing one; };\nstruct lamp { struct missing one; int on[${size}]; };\n`;
    expect(diff({ 'linux/lamp.h': text(1) }, { 'linux/lamp.h': text(2) })).toMatchInlineSnapshot(`
      [
        "text linux/lamp.h",
        "~ unresolved linux/lamp.h struct lamp",
      ]
    `);
  });

  it('of a whole header is told once', () => {
    const text = (size: number) => `#error no\nstruct lamp { int on[${size}]; };\n`;
    expect(diff({ 'linux/lamp.h': text(1) }, { 'linux/lamp.h': text(2) })).toMatchInlineSnapshot(`
      [
        "text linux/lamp.h",
        "~ unresolved linux/lamp.h ",
      ]
    `);
  });

  describe('behind an #error', () => {
    const header = (front: string, behind: string) => ({
      'a.h': `${front}\n#ifndef LAMP\n#error "define LAMP"\n#endif\n${behind}\n`,
    });

    it('is nothing where both sides say the same, and what stands in front is compared', () => {
      expect(
        diff(
          header('#define A 1', 'struct s { int b[B]; };'),
          header('#define A 2', 'struct s { int b[B]; };'),
        ),
      ).toEqual(['text a.h', '~ macro a.h A']);
    });

    it('is told once where they say something else, whatever is new or gone there', () => {
      expect(diff(header('', '#define B 1\n#define C 1'), header('', '#define B 2\n#define D 1'))).toEqual([
        'text a.h',
        '~ unresolved a.h ',
      ]);
    });

    it('is told where they say the same, and a name in it means something else', () => {
      expect(
        diff(
          header('#define A 1', 'struct s { int b[A]; };'),
          header('#define A 2', 'struct s { int b[A]; };'),
        ),
      ).toEqual(['text a.h', '~ macro a.h A', '~ unresolved a.h ']);
    });

    it('no name is new or gone where one side alone has the #error', () => {
      expect(diff({ 'a.h': '#define B 1\n' }, header('', '#define B 1'))).toEqual([
        'text a.h',
        '+ unresolved a.h ',
      ]);
    });
  });
});

it('evaluates no header that cannot differ', () => {
  const texts = {
    'linux/lamp.h': 'struct lamp { int on; };\n',
    'linux/bulb.h': '#include <linux/lamp.h>\n#define BULB 1\n',
  };
  const after = apiFrom({ ...texts, 'linux/lamp.h': `${texts['linux/lamp.h']}#define NEW 1\n` });
  const asked: string[] = [];
  const watched: Api = {
    ...after,
    header: (name) => {
      asked.push(name);
      return after.header(name);
    },
  };
  const { macros } = compare(apiFrom(texts), watched);
  expect(macros).toHaveLength(1);
  expect([...new Set(asked)]).toEqual(['linux/lamp.h']);
});
