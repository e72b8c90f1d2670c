// SPDX-License-Identifier: GPL-2.0-only
// How long what a handler writes to lives: as the device does, or as one call or one file.
import type { Sources } from '../../../src/series/topic.ts';
import { headerText } from '../../../src/uapi/header-text.ts';
import type { Api } from '../../../src/uapi/model.ts';
import { bodiesOf, type FunctionText } from './body.ts';

/** What stands in front of the body: names and types of the parameters. */
export function headOf({ text }: Pick<FunctionText, 'text'>): string {
  return text.slice(0, text.indexOf('{'));
}

/** The type of a variable or a parameter, `lamp` of `struct lamp *one`; undefined where it is no pointer to a struct. */
export function structOf(text: string, variable: string): string | undefined {
  return new RegExp(`\\bstruct\\s+(\\w+)\\s*\\*\\s*(?:const\\s+)?${variable}\\b`).exec(text)?.[1];
}

/**
 * Whether a struct is what the program passed, which the caller copied: the data of a handler of DRM, the argument of one
 * that is handed the command as well, or any struct that a header of the UAPI defines.
 */
export function isOfProgram(body: FunctionText, variable: string, api: Api | undefined): boolean {
  const from = new RegExp(`\\*\\s*${variable}\\s*=\\s*(?:\\([^()]*\\)\\s*)?(\\w+)\\s*;`).exec(body.text)?.[1];
  const head = headOf(body);
  if (from !== undefined && new RegExp(`\\bvoid\\s*\\*\\s*${from}\\b`).test(head)) {
    if (/\bstruct\s+drm_device\b[^)]*\bstruct\s+drm_file\b/.test(head)) return true;
    if (/\bunsigned\s+(?:int|long)\s+u?cmd\b/.test(head)) return true;
  }
  const tag = structOf(body.text, variable);
  return tag !== undefined && api !== undefined && definesStruct(api, tag);
}

function definesStruct(api: Api, tag: string): boolean {
  const defines = new RegExp(`\\bstruct\\s+${tag}\\s*\\{`);
  return [...new Set(api.targets.flatMap((target) => api.headers.names(target)))].some((header) =>
    defines.test(headerText(api, header)?.text ?? ''),
  );
}

/**
 * Whether structs of a type live as long as one call, for a function has one on its stack, or as one file, for it is made
 * with the file: `anon_inode_getfile("lamp", &lamp_fops, lamp, …)`.
 */
export function isOfCallOrFile(sources: Sources, tag: string): boolean {
  const onStack = new RegExp(`^[ \\t]+(?:static\\s+)?struct\\s+${tag}\\s+\\w+\\s*(?:[=;,])`, 'm');
  const pointers = new RegExp(`\\bstruct\\s+${tag}\\s*\\*\\s*(\\w+)`, 'g');
  return bodiesOf(sources).some(({ text }) => {
    if (!text.includes(tag)) return false;
    if (onStack.test(text)) return true;
    if (!text.includes('anon_inode_get')) return false;
    return [...text.matchAll(pointers)].some(([, name]) =>
      new RegExp(`\\banon_inode_get\\w+\\([^;]*,\\s*${name}\\s*,`).test(text),
    );
  });
}
