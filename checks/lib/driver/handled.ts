// SPDX-License-Identifier: GPL-2.0-only
import type { SourceFile } from '../../../src/c/parse.ts';
import { memo } from '../../../src/memo.ts';
import type { Sources } from '../../../src/series/topic.ts';
import { headerText } from '../../../src/uapi/header-text.ts';
import { type Api, isUnknown, type TypeLayout } from '../../../src/uapi/model.ts';
import type { Found, Side } from '../../rule.ts';
import { type Access, accessOf } from './access.ts';
import { callsIn, isDriver, parametersOf, quote } from './code.ts';
import { type TableRow, tableRows } from './dispatch.ts';
import { definitionOf, functionsOfFile } from './functions.ts';
import { localsIn } from './local.ts';
import { driverHeaders } from './reach.ts';

/** A struct of the UAPI in the hands of one function. */
export interface Handled {
  readonly access: Access;
  /** As the header of the side says, on the first target that knows it. */
  readonly layout: TypeLayout;
  /** The row of a table that calls the function with the struct copied already. */
  readonly row: TableRow | undefined;
}

const EXCHANGES =
  /\b_{0,2}copy_(?:struct_)?(?:from|to)_user\b|\bv?memdup_(?:array_)?user\b|\bIOCTL_OP\b|_add_capability\b|->cmd;/;
const surveys = new WeakMap<Sources, WeakMap<Api, readonly Handled[]>>();

/**
 * Every struct of the UAPI that a driver at hand exchanges with userspace, by function. In a comparison in which no
 * driver differs, those structs that do.
 *
 * @param among names, `struct x`, of those that are asked for; all are where it is left out
 */
export function handledOf(side: Omit<Side, 'headers'>, among?: ReadonlySet<string>): readonly Handled[] {
  if (among) return someOf(side, among);
  if (!side.reach || side.reach.drivers) return allOf(side);
  const tags = differingTags(side);
  return tags.size > 0 ? allOf(side).filter(({ access }) => tags.has(access.local.tag)) : [];
}

/** Of a side of which few structs are asked for, only functions that name one of those are read. */
function someOf({ api, sources }: Omit<Side, 'headers'>, among: ReadonlySet<string>): readonly Handled[] {
  const tags = new Set([...among].flatMap((name) => /^struct (\w+)$/.exec(name)?.[1] ?? []));
  if (tags.size === 0) return [];
  const names = new RegExp(`\\b(?:${[...tags].join('|')})\\b`);
  return surveyed({ api, sources }, (text) => names.test(text)).filter(({ access }) =>
    tags.has(access.local.tag),
  );
}

function differingTags({ api, sources, reach, differs }: Omit<Side, 'headers'>): ReadonlySet<string> {
  const tags = new Set<string>();
  for (const name of driverHeaders(sources))
    if (reach?.headers.has(name))
      for (const tag of tagsIn(headerText(api, name)?.text ?? ''))
        if (differs?.(name, `struct ${tag}`)) tags.add(tag);
  return tags;
}

function tagsIn(text: string): string[] {
  return [...text.matchAll(/\bstruct\s+(\w+)\s*\{/g)].map(([, tag = '']) => tag);
}

function allOf({ api, sources }: Pick<Side, 'api' | 'sources'>): readonly Handled[] {
  const known = surveys.get(sources)?.get(api);
  if (known) return known;
  const made = surveyed({ api, sources });
  surveys.set(sources, (surveys.get(sources) ?? new WeakMap<Api, readonly Handled[]>()).set(api, made));
  return made;
}

/** @param isAsked of the text of a file or a function whether it is to be looked at */
function surveyed(
  { api, sources }: Pick<Side, 'api' | 'sources'>,
  isAsked?: (text: string) => boolean,
): readonly Handled[] {
  const rows = tableRows(sources);
  const lookup = structLayouts(api, sources);
  return sources.paths.filter(isDriver).flatMap((path) => {
    const file = sources.get(path);
    const found = !file ? [] : isAsked ? readExchanges(file, isAsked) : exchangesIn(file);
    return found.flatMap((access): Handled[] => {
      const { tag } = access.local;
      const layout = lookup(tag, access.copies.length + access.answers.length > 0);
      if (!layout) return [];
      const row = rows.find((one) => one.function === access.function && one.tag === tag);
      return [{ access, layout, row }];
    });
  });
}

/** Every struct that a function with an exchange has a variable of; a file that both sides share is read once. */
const exchangesIn = memo((file: SourceFile) => readExchanges(file, () => true));

function readExchanges(file: SourceFile, isAsked: (text: string) => boolean): readonly Access[] {
  if (!EXCHANGES.test(file.text) || !isAsked(file.text)) return [];
  return functionsOfFile(file, (text) => EXCHANGES.test(text) && isAsked(text))
    .flatMap((code) => localsIn(code))
    .filter(({ user }) => !user)
    .map(accessOf);
}

/**
 * Layouts of structs by tag, from the UAPI headers that the drivers include. One that is copied from or to a program may
 * be of another one, which a header of the kernel's own includes.
 */
export function structLayouts(
  api: Api,
  sources: Sources,
): (tag: string, isCopied?: boolean) => TypeLayout | undefined {
  const homes = new Map<string, string>();
  for (const name of driverHeaders(sources))
    for (const tag of tagsIn(headerText(api, name)?.text ?? '')) if (!homes.has(tag)) homes.set(tag, name);
  const known = new Map<string, TypeLayout | undefined>();
  const others = new Map<string, string | undefined>();
  const elsewhere = (tag: string) => {
    if (!others.has(tag)) others.set(tag, isOfDriver(tag, sources) ? undefined : homeOf(tag, api));
    return others.get(tag);
  };
  return (tag, isCopied = true) => {
    const home = homes.get(tag) ?? (isCopied ? elsewhere(tag) : undefined);
    if (home === undefined) return undefined;
    if (known.has(tag)) return known.get(tag);
    const type = api.type(`struct ${tag}`, home);
    const layout = [...(type?.on.values() ?? [])].find((one): one is TypeLayout => !isUnknown(one));
    known.set(tag, layout);
    return layout;
  };
}

/** The header that defines a struct, of all that a program may include. */
function homeOf(tag: string, api: Api): string | undefined {
  const definition = new RegExp(`\\bstruct\\s+${tag}\\s*\\{`);
  const names = new Set(api.targets.flatMap((target) => api.headers.names(target)));
  return [...names].find((name) => {
    const text = headerText(api, name)?.text;
    return text?.includes(tag) && definition.test(text);
  });
}

/** Whether a driver at hand defines a struct of that name itself. */
function isOfDriver(tag: string, sources: Sources): boolean {
  const definition = new RegExp(`\\bstruct\\s+${tag}\\s*\\{`);
  return sources.paths.some((path) => {
    const text = isDriver(path) ? sources.get(path)?.text : undefined;
    return text?.includes(tag) && definition.test(text);
  });
}

/** Whether the struct that userspace passes is in the variable: copied here, or by the table's caller. */
export function isFilled({ access, row }: Handled): boolean {
  return access.copies.some(({ rest }) => !rest) || row !== undefined;
}

export function hasMember({ layout }: Handled, member: string): boolean {
  return layout.members.some(({ name }) => name === member);
}

/** Whether a function that is handed the variable, one call further, says something of it. */
export function calleeSays(
  sources: Sources,
  { local, whole }: Access,
  test: (callee: Access, text: string) => boolean,
): boolean {
  return callsIn(local.scope).some((call) => {
    const at = call.arguments.findIndex((passed) => passed === `&${local.name}` || passed === local.name);
    if (at < 0 || /_user$|^mem/.test(call.name)) return false;
    const callee = definitionOf(sources, whole.file, call.name);
    const name = callee && parametersOf(callee)[at];
    if (!callee || !name) return false;
    const parameter = localsIn(callee, local.tag).find((one) => one.name === name);
    const text = callee.file.text.slice(callee.node.startIndex, callee.node.endIndex);
    return parameter !== undefined && test(accessOf(parameter), text);
  });
}

/** Whether the variable goes to code that was not found: through a pointer, or defined in another file. */
export function isHandedOn(sources: Sources, { local, whole }: Access): boolean {
  const text = local.scope.file.text.slice(local.scope.node.startIndex, local.scope.node.endIndex);
  if (new RegExp(`(->|\\.)\\w+\\([^;]*&?\\b${local.name}\\b\\s*[,)]`).test(text)) return true;
  return callsIn(local.scope).some(
    ({ name, arguments: passed }) =>
      passed.some((one) => one === `&${local.name}` || (local.pointer && one === local.name)) &&
      !/_user$|^(mem\w+|offsetof(end)?|sizeof|min|min_t|kfree|kvfree|IS_ERR|PTR_ERR|container_of)$/.test(
        name,
      ) &&
      !definitionOf(sources, whole.file, name),
  );
}

/** A finding about a struct in a function; the key is the function, so that it survives moves. */
export function found({ access }: Handled, node: Access['whole']['node'], message: string, key = ''): Found {
  const place = quote({ file: access.whole.file, node });
  return {
    file: place.file,
    line: place.line,
    message,
    symbol: `struct ${access.local.tag}`,
    after: place,
    key: `${access.function} ${key}`.trim(),
  };
}
