// SPDX-License-Identifier: GPL-2.0-only
import type { Target } from '../../src/c/target.ts';
import type { HeaderSet, HeaderText } from '../../src/uapi/model.ts';
import { PRELUDE } from '../samples/prelude.ts';

const EXPORTED = /^(?:arch\/(?<arch>\w+)\/)?include\/(?:generated\/)?uapi\/(?<name>.*\.h)$/;

/** The exported headers among some texts by their paths in a tree, above the prelude. */
export function headersAmong(origin: string, texts: Readonly<Record<string, string>>): HeaderSet {
  const own = Object.entries(texts).flatMap(([path, text]) => {
    const { arch, name } = EXPORTED.exec(path)?.groups ?? {};
    return name === undefined ? [] : [{ arch, header: headerText(name, path, text) }];
  });
  const prelude = [...PRELUDE].map(([name, text]) => ({
    arch: undefined,
    header: headerText(name, `include/uapi/${name}`, text),
  }));
  const known = (target: Target) =>
    [...own, ...prelude].filter(({ arch }) => arch === undefined || arch === target.arch);
  return {
    origin,
    names: (target) => [...new Set(known(target).map(({ header }) => header.name))].sort(),
    get: (name, target) => known(target).find(({ header }) => header.name === name)?.header,
  };
}

function headerText(name: string, path: string, text: string): HeaderText {
  // The text itself tells two texts apart.
  return { name, path, text, generated: false, hash: Buffer.from(text, 'latin1').toString('hex') };
}
