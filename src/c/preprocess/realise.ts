// SPDX-License-Identifier: GPL-2.0-only
import { ExpansionLimit, expand, type MacroDefinition, type Macros } from '../expand.ts';
import type { Token } from '../token.ts';
import type { MacroHistory } from './history.ts';
import type { Active, Instance } from './model.ts';
import { RecentTokens } from './recent.ts';
import type { TextBlock } from './scan.ts';
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

/** Macros that may be made of one block. */
const TOKENS = 60_000;

export function realise(instance: Instance, history: MacroHistory): Realised {
  const pieces: (Piece | Active)[] = [];
  let key = '';
  const { active, source } = instance;
  for (let index = 0; index < active.length; index++) {
    const one = active[index] as Active;
    const { block, moment, pack } = one;
    key += pack === 0 ? `${block.index};` : `${block.index}/${pack};`;
    const called = hits(source, block, history, moment);
    if (called === 0) {
      pieces.push(one);
      continue;
    }
    const macros = history.at(moment);
    let piece: Piece;
    if (called === 2 && opens(source, block)) {
      let tokens = source.tokensOf(block);
      // Arguments of a macro may hold directives; they are read on with the macros of where the call began.
      while (index + 1 < active.length && depth(tokens) > 0) {
        const next = (active[++index] as Active).block;
        key += `+${next.index};`;
        tokens = tokens.concat(source.tokensOf(next));
      }
      piece = expanded(source, tokens, macros, pack, block.start);
    } else piece = kept(source, block, macros, pack);
    key += `=${piece.id};`;
    pieces.push(piece);
  }
  return { key, pieces: () => pieces.map((each) => ('block' in each ? plain(each, source) : each)) };
}

/** A block after expansion, with the names that it met and what they meant. */
class ExpandedBlock extends RecentTokens implements Piece {
  readonly from = new Map<string, MacroDefinition | undefined>();
  readonly id: number;
  readonly problem: Piece['problem'];

  constructor(
    private readonly source: SourceText,
    private readonly of: TextBlock,
    readonly pack: number,
    macros: Macros,
  ) {
    super();
    const { id, problem, tokens } = this.expand({
      get: (name) => {
        const macro = macros.get(name);
        this.from.set(name, macro);
        return macro;
      },
    });
    this.id = id;
    this.problem = problem;
    this.recent(tokens);
    source.forget([of]);
  }

  get tokens(): readonly Token[] {
    return this.recent();
  }

  means(macros: Macros): boolean {
    for (const [name, macro] of this.from) if (macros.get(name) !== macro) return false;
    return true;
  }

  protected make(): readonly Token[] {
    return this.expand({ get: (name) => this.from.get(name) }).tokens;
  }

  private expand(macros: Macros): Piece {
    const { source, of, pack } = this;
    return expanded(source, source.tokensOf(of), macros, pack, of.start);
  }
}

/** A block is expanded once for all units in which the names that it meets mean the same. */
function kept(source: SourceText, block: TextBlock, macros: Macros, pack: number): ExpandedBlock {
  const before = source.keep(`expanded ${block.index} ${pack}`, (): ExpandedBlock[] => []);
  const same = before.find((one) => one.means(macros));
  if (same) return same;
  const made = new ExpandedBlock(source, block, pack, macros);
  before.push(made);
  return made;
}

function plain({ block, pack }: Active, source: SourceText): Piece {
  const tokens = source.tokensOf(block);
  source.forget([block]);
  return { tokens, pack, id: 0, problem: undefined };
}

/** 0: no name is a macro; 1: some are; 2: one with parameters. */
function hits(source: SourceText, block: TextBlock, history: MacroHistory, moment: number): 0 | 1 | 2 {
  let found: 0 | 1 = 0;
  for (const name of source.namesOf(block)) {
    const macro = history.meant(name, moment);
    if (!macro) continue;
    if (macro.parameters) return 2;
    const [only, more] = macro.body;
    // `#define RTM_BASE RTM_BASE` beside an enumerator.
    if (only?.text !== name || more) found = 1;
  }
  return found;
}

/** Whether a parenthesis that opens in a block is closed behind it. */
function opens(source: SourceText, block: TextBlock): boolean {
  return source.keep(`opens ${block.index}`, () => depth(source.tokensOf(block)) > 0);
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
