// SPDX-License-Identifier: GPL-2.0-only

const QUALIFIER = /^(const|volatile|restrict|__restrict(__)?|__user|__force|__iomem|__rcu)$/;
const BASIC = /^(void|char|short|int|long|float|double|signed|unsigned|_Bool|bool)$/;

/**
 * A pointer's type as far as the compiler tells it from others: `char const *` is `const char *`, `struct lamp *` may
 * stand for a typedef lamp, and the names of a function's parameters mean nothing.
 */
export function pointerText(type: string): string {
  const parameters = parametersOf(type);
  const head = parameters === undefined ? type : type.slice(0, type.lastIndexOf(`(${parameters})`));
  const result = head
    .split(/([*()[\],])/)
    .map((part) => words(part).join(' '))
    .join('');
  return parameters === undefined
    ? result
    : `${result}(${parameters
        .split(',')
        .map((one) => pointerText(unnamed(one)))
        .join()})`;
}

/** `int (*)(int)`: what a program puts there has to be such a function. */
export function pointsToFunction(type: string): boolean {
  return parametersOf(type) !== undefined;
}

/** Of a pointer to a function, or an array of them; undefined where one of the parameters is a function itself. */
function parametersOf(type: string): string | undefined {
  return /\(\s*\*[^()]*\)\s*\(([^()]*)\)\s*$/.exec(type)?.[1];
}

/** Qualifiers first, in order; what sparse alone reads, and the keyword of a tag, left out. */
function words(part: string): string[] {
  const all = part.split(/\s+/).filter((word) => word !== '' && word !== 'struct');
  const [first, rest] = [
    all.filter((word) => QUALIFIER.test(word)),
    all.filter((word) => !QUALIFIER.test(word)),
  ];
  return [...first.filter((word) => /^(const|volatile)$/.test(word)).sort(), ...rest];
}

/** A parameter without its name. */
function unnamed(parameter: string): string {
  const [, type = '', name = ''] = /^(.*[\s*])(\w+)\s*$/s.exec(parameter) ?? [];
  const own = type.split(/[\s*]+/).filter((word) => word !== '' && !QUALIFIER.test(word));
  const isType = own.length === 0 || BASIC.test(name) || /^(struct|union|enum)$/.test(own.at(-1) ?? '');
  return name === '' || isType || QUALIFIER.test(name) ? parameter : type;
}
