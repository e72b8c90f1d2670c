// SPDX-License-Identifier: GPL-2.0-only
import type { Api } from '../../../src/uapi/model.ts';
import type { FunctionText } from '../driver/body.ts';
import { constantsIn } from './bits.ts';
import { bodies } from './changes.ts';

/** A command of the UAPI, with the header that defines it. */
export interface UapiCommand {
  readonly name: string;
  readonly path: string;
  /** 1-based, of its definition. */
  readonly line: number;
  /** Of the whole header. */
  readonly text: string;
}

const CASE = /\bcase\s+([A-Z][A-Z0-9_]+)\s*(?:\|[^:]*)?:([\s\S]*?)(?=\bcase\b|\bdefault\s*:|$)/g;

/**
 * The commands whose handler a function is: a `case` of the files at hand calls it, or it dispatches them itself and is
 * called for nothing else.
 */
export function commandsOf(
  { name, path }: FunctionText,
  texts: ReadonlyMap<string, string | undefined>,
  api: Api,
): UapiCommand[] {
  const folder = path.replace(/[^/]*$/, '');
  const named = new Set<string>();
  for (const [other, text] of texts) {
    if (text === undefined || !other.startsWith(folder) || !text.includes('case ')) continue;
    for (const body of bodies(other, text))
      for (const [, constant = '', behind = ''] of body.text.matchAll(CASE))
        if (behind.length < 400 && new RegExp(`\\b${name}\\s*\\(`).test(behind)) named.add(constant);
  }
  for (const constant of namesake(name, api)) named.add(constant);
  return [...named].flatMap((constant) => definition(constant, api));
}

/** `vfio_pci_core_feature_dma_buf` serves VFIO_DEVICE_FEATURE_DMA_BUF: the last words are the command's. */
function namesake(name: string, api: Api): string[] {
  const tail = /_(ioctl|feature|cmd|op)_(\w+)$/.exec(name);
  if (!tail) return [];
  const end = `_${tail[2]?.toUpperCase()}`;
  const kind = tail[1]?.toUpperCase() ?? '';
  const prefix = name.split('_')[0]?.toUpperCase() ?? '';
  return headersOf(prefix, api).flatMap((header) =>
    constantsIn(header.text).filter(
      (constant) =>
        constant.startsWith(`${prefix}_`) &&
        constant.endsWith(end) &&
        (kind === 'IOCTL' || constant.includes(`_${kind}`)),
    ),
  );
}

function headersOf(prefix: string, api: Api) {
  const header = api.header(`linux/${prefix.toLowerCase()}.h`);
  return header ? [header] : [];
}

function definition(constant: string, api: Api): UapiCommand[] {
  const header = headersOf(constant.split('_')[0] ?? '', api)[0];
  const macro = header?.macros.find(({ name }) => name === constant);
  return header && macro ? [{ name: constant, path: macro.path, line: macro.line, text: header.text }] : [];
}
