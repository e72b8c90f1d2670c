// SPDX-License-Identifier: GPL-2.0-only
import { ExpansionLimit, expand, type MacroDefinition, type Macros } from '../expand.ts';
import type { Token } from '../token.ts';
import type { MacroHistory } from './history.ts';
import type { Active, Instance } from './model.ts';
import type { Region } from './scan.ts';
import type { SourceText } from './source.ts';

/** A token with the alignment that `#pragma pack` limits to where it stands, 0 for none. */
export interface Piece {
  readonly tokens: readonly Token[];
  readonly pack: number;
  /** The same for all pieces of a file that read the same; 0 where nothing was expanded. */
  readonly id: number;
  /** Text that macros made too much of. */
  readonly problem: { readonly at: number; readonly reason: string } | undefined;
}

/** What a file's active text reads as after macro replacement. */
export interface Realised {
  /** Equal keys of one file mean equal pieces: most headers have one key for all targets. */
  readonly key: string;
  /** Made when asked for. */
  pieces(): readonly Piece[];
}

/** Macros that may be made of one region. */
const TOKENS = 60_000;

export function realise(instance: Instance, history: MacroHistory): Realised {
  const pieces: (Piece | Active)[] = [];
  let key = '';
  const { active, source } = instance;
  for (let index = 0; index < active.length; index++) {
    const one = active[index] as Active;
    const { region, moment, pack } = one;
    key += pack === 0 ? `${region.index};` : `${region.index}/${pack};`;
    const called = hits(source, region, history, moment);
    if (called === 0) {
      pieces.push(one);
      continue;
    }
    let tokens = source.tokensOf(region);
    // Arguments of a macro may hold directives; they are read on with the macros of where the call began.
    while (called === 2 && index + 1 < active.length && depth(tokens) > 0) {
      const next = (active[++index] as Active).region;
      key += `+${next.index};`;
      tokens = tokens.concat(source.tokensOf(next));
    }
    const alone = tokens === source.tokensOf(region);
    const macros = history.at(moment);
    const piece = alone
      ? kept(source, region, tokens, macros, pack)
      : expanded(source, tokens, macros, pack, region.start);
    key += `=${piece.id};`;
    pieces.push(piece);
  }
  return { key, pieces: () => pieces.map((each) => ('region' in each ? plain(each, source) : each)) };
}

interface Expanded {
  readonly piece: Piece;
  readonly from: ReadonlyMap<string, MacroDefinition | undefined>;
}

/** A region is expanded once for all units in which the names that it meets mean the same. */
function kept(
  source: SourceText,
  region: Region,
  tokens: readonly Token[],
  macros: Macros,
  pack: number,
): Piece {
  const before = source.keep(`expanded ${region.index} ${pack}`, (): Expanded[] => []);
  const same = before.find(({ from }) => {
    for (const [name, macro] of from) if (macros.get(name) !== macro) return false;
    return true;
  });
  if (same) return same.piece;
  const from = new Map<string, MacroDefinition | undefined>();
  const recording: Macros = {
    get: (name) => {
      const macro = macros.get(name);
      from.set(name, macro);
      return macro;
    },
  };
  const piece = expanded(source, tokens, recording, pack, region.start);
  before.push({ piece, from });
  return piece;
}

function plain({ region, pack }: Active, source: SourceText): Piece {
  const tokens = source.tokensOf(region);
  source.forget([region]);
  return { tokens, pack, id: 0, problem: undefined };
}

/** 0: no name is a macro; 1: some are; 2: one with parameters. */
function hits(source: SourceText, region: Region, history: MacroHistory, moment: number): 0 | 1 | 2 {
  let found: 0 | 1 = 0;
  for (const name of source.namesOf(region)) {
    const macro = history.meant(name, moment);
    if (!macro) continue;
    if (macro.parameters) return 2;
    const [only, more] = macro.body;
    // `#define RTM_BASE RTM_BASE` beside an enumerator.
    if (only?.text !== name || more) found = 1;
  }
  return found;
}

function depth(tokens: readonly Token[]): number {
  let open = 0;
  for (const { text } of tokens) {
    if (text === '(') open++;
    else if (text === ')') open--;
  }
  return open;
}

function expanded(
  source: SourceText,
  tokens: readonly Token[],
  macros: Macros,
  pack: number,
  at: number,
): Piece {
  try {
    const made = expand(tokens, macros, { tokens: TOKENS });
    let text = '';
    for (const token of made) text += `${token.text} `;
    const ids = source.keep('texts', () => new Map<string, number>());
    const id = ids.get(text) ?? ids.size + 1;
    ids.set(text, id);
    return { tokens: made, pack, id, problem: undefined };
  } catch (error) {
    if (!(error instanceof ExpansionLimit)) throw error;
    return { tokens: [], pack, id: -at, problem: { at, reason: error.message } };
  }
}
