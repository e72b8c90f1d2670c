// SPDX-License-Identifier: GPL-2.0-only
import { didYouMean } from '../nearest.ts';
import { UnknownName } from '../series/errors.ts';
import { headerText } from './header-text.ts';
import type { Api, ApiEnumerator, ApiHeader, ApiIoctl, ApiMacro, ApiType } from './model.ts';

/** One thing that a name stands for. */
export type FoundSymbol =
  | { readonly is: 'header'; readonly header: ApiHeader }
  | { readonly is: 'type'; readonly type: ApiType }
  | { readonly is: 'ioctl'; readonly ioctl: ApiIoctl }
  | { readonly is: 'macro'; readonly macro: ApiMacro }
  | { readonly is: 'enumerator'; readonly enumerator: ApiEnumerator };

/**
 * What a name stands for on a side: a header by its installed name (or by its path in the tree), a type by its name
 * or its tag, a macro, an enumerator, an ioctl. Headers whose text does not hold the name are not evaluated.
 *
 * @param origin as the user named the side
 * @throws UnknownName with the nearest names
 */
export function findSymbols(api: Api, name: string, origin = api.headers.origin): FoundSymbol[] {
  const names = headerNames(api);
  const asHeader = name.replace(/^.*include\/(uapi\/)?/, '');
  if (names.includes(asHeader)) {
    const header = api.header(asHeader);
    return header ? [{ is: 'header', header }] : [];
  }
  const tag = name.replace(/^(struct|union|enum)\s+/, '');
  const word = new RegExp(`\\b${tag.replace(/[^\w]/g, '\\$&')}\\b`);
  const found = names
    .filter((one) => word.test(headerText(api, one)?.text ?? ''))
    .flatMap((one) => {
      const header = api.header(one);
      return header ? inHeader(header, name, tag) : [];
    });
  if (found.length > 0) return found;
  throw new UnknownName({
    title: `no header exports ${/\.h$/.test(name) ? 'itself as ' : ''}"${name}"`,
    where: origin,
    hint:
      didYouMean(name, /\.h$/.test(name) ? names : words(api, tag)) ??
      'Name a header as installed (linux/fd.h), a tag, a macro, an enumerator or an ioctl.',
  });
}

function inHeader(header: ApiHeader, name: string, tag: string): FoundSymbol[] {
  const ioctl = header.ioctls.find((one) => one.name === name);
  const types = header.types.filter((one) => one.name === name || one.name.split(' ').at(-1) === tag);
  return [
    ...types.map((type) => ({ is: 'type', type }) as const),
    ...(ioctl ? [{ is: 'ioctl', ioctl } as const] : []),
    ...(ioctl ? [] : header.macros.filter((one) => one.name === name)).map(
      (macro) => ({ is: 'macro', macro }) as const,
    ),
    ...(ioctl ? [] : header.enumerators.filter((one) => one.name === name)).map(
      (enumerator) => ({ is: 'enumerator', enumerator }) as const,
    ),
  ];
}

function headerNames({ headers, targets }: Api): string[] {
  return [...new Set(targets.flatMap((target) => headers.names(target)))].sort();
}

/** Identifiers that begin as the name does and are about as long, for the nearest ones. */
function words(api: Api, name: string): Set<string> {
  const prefix = name.slice(0, 3).toLowerCase();
  const found = new Set<string>();
  for (const one of headerNames(api))
    for (const [word] of (headerText(api, one)?.text ?? '').matchAll(/\b[A-Za-z_]\w+\b/g))
      if (word.toLowerCase().startsWith(prefix) && Math.abs(word.length - name.length) < 4) found.add(word);
  return found;
}
