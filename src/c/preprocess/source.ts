// SPDX-License-Identifier: GPL-2.0-only
import { definition, type MacroDefinition } from '../expand.ts';
import { type Token, tokenise } from '../token.ts';
import { foreignText } from './foreign.ts';
import { RecentTokens } from './recent.ts';
import { type Directive, type Scan, scan, type TextBlock } from './scan.ts';

/** What a directive asks, as far as it is the same on every target. */
export type DirectiveQuestion =
  | { readonly kind: 'defined'; readonly name: string; readonly negated: boolean }
  | { readonly kind: 'expression'; readonly tokens: readonly Token[] };

const GUARD_PREFIX = /^_UAPI/;
const DEFINED = /^[ \t]*(!?)[ \t]*defined[ \t]*(?:\([ \t]*(\w+)[ \t]*\)|[ \t](\w+))[ \t]*$/;

/** Bytes. The largest header of the UAPI has 0.4 MB. */
const LARGEST = 4_000_000;

export const TOO_LARGE = `more than ${LARGEST / 1e6} MB of text`;

/** A name with white space or the line's end behind it; a comment or a continued line is left to the tokens. */
const OBJECT_LIKE = /[ \t]*([A-Za-z_]\w*)(?=[ \t\r\n]|$)/y;

/** A macro without parameters, of which the body is read when it is asked for. */
class ObjectLike extends RecentTokens implements MacroDefinition {
  readonly parameters = undefined;
  readonly variadic = false;

  constructor(
    readonly name: string,
    private readonly text: string,
    private readonly start: number,
    private readonly end: number,
  ) {
    super();
  }

  get body(): readonly Token[] {
    return this.recent();
  }

  protected make(): readonly Token[] {
    return tokenise(this.text, this.start, this.end);
  }
}

function named(macro: MacroDefinition | undefined): MacroDefinition | undefined {
  if (!macro || !GUARD_PREFIX.test(macro.name)) return macro;
  return { ...macro, name: macro.name.replace(GUARD_PREFIX, '') };
}

const NOTHING: Scan = { items: [], comments: [], problems: [] };

/** One file's text with what is read from it once, for all units and targets that include it. */
export class SourceText {
  private cut: Scan | undefined;
  private starts: number[] | undefined;
  private words: Set<string> | undefined;
  private readonly tokens = new Map<TextBlock | Directive, readonly Token[]>();
  private readonly nameLists = new Map<TextBlock, readonly string[]>();
  private readonly definitions = new Map<Directive, MacroDefinition | undefined>();
  private readonly questions = new Map<Directive, DirectiveQuestion>();
  private readonly kept = new Map<string, unknown>();
  private readonly texts = new Map<string, boolean>();

  constructor(
    /** As it is included: `linux/vfio.h`. */
    readonly name: string,
    /** Latin1: an index is a byte offset. */
    readonly text: string,
  ) {}

  get scan(): Scan {
    this.cut ??= this.tooLarge || this.foreign !== undefined ? NOTHING : scan(this.text);
    return this.cut;
  }

  /** No header is; what claims to be one is not read. */
  get tooLarge(): boolean {
    return this.text.length > LARGEST;
  }

  /** Why no compiler reads it. */
  get foreign(): string | undefined {
    return this.keep('foreign', () => foreignText(this.text));
  }

  /** 1-based. */
  line(offset: number): number {
    const starts = this.lineStarts();
    let low = 0;
    let high = starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  tokensOf(item: TextBlock | Directive): readonly Token[] {
    let tokens = this.tokens.get(item);
    if (!tokens) {
      const start = item.kind === 'text' ? item.start : (item as Directive).operand;
      tokens = tokenise(this.text, start, item.end);
      if (item.kind === 'text') this.tokens.set(item, tokens);
    }
    return tokens;
  }

  /** Forgets the tokens of blocks in which nothing is a macro: they have been read and are not asked for again. */
  forget(blocks: Iterable<TextBlock>): void {
    for (const block of blocks) this.tokens.delete(block);
  }

  /** Whether a name stands anywhere in the text outside of directives. */
  mentions(name: string): boolean {
    if (!this.words) {
      this.words = new Set();
      for (const item of this.scan.items)
        if (item.kind === 'text') for (const word of this.namesOf(item)) this.words.add(word);
    }
    return this.words.has(name);
  }

  /** Whether the text has these characters anywhere: asked of a few guards, again and again. */
  contains(text: string): boolean {
    let found = this.texts.get(text);
    if (found === undefined) {
      found = this.text.includes(text);
      this.texts.set(text, found);
    }
    return found;
  }

  /** Names in a block, each once: what may be a macro there. */
  namesOf(block: TextBlock): readonly string[] {
    let names = this.nameLists.get(block);
    if (!names) {
      const found = new Set<string>();
      for (const { kind, text } of this.tokensOf(block)) if (kind === 'name') found.add(text);
      names = [...found];
      this.nameLists.set(block, names);
    }
    return names;
  }

  /** Undefined where what follows #define is no definition. headers_install strips a guard's `_UAPI`; so is it here. */
  definitionOf(directive: Directive): MacroDefinition | undefined {
    if (this.definitions.has(directive)) return this.definitions.get(directive);
    const made = this.objectLike(directive) ?? named(definition(this.tokensOf(directive)));
    this.definitions.set(directive, made);
    return made;
  }

  /** A macro that is seen to be object-like from its first characters: most are, and of most the body is never read. */
  private objectLike({ operand, end }: Directive): MacroDefinition | undefined {
    OBJECT_LIKE.lastIndex = operand;
    const name = OBJECT_LIKE.exec(this.text)?.[1];
    if (name === undefined || OBJECT_LIKE.lastIndex > end) return undefined;
    return new ObjectLike(name.replace(GUARD_PREFIX, ''), this.text, OBJECT_LIKE.lastIndex, end);
  }

  questionOf(directive: Directive): DirectiveQuestion {
    let question = this.questions.get(directive);
    if (!question) {
      question = this.ask(directive);
      this.questions.set(directive, question);
    }
    return question;
  }

  private ask(directive: Directive): DirectiveQuestion {
    if (directive.kind === 'ifdef' || directive.kind === 'ifndef') {
      const name = this.tokensOf(directive)[0]?.text ?? '';
      const asked = directive.kind === 'ifndef' ? name.replace(GUARD_PREFIX, '') : name;
      return { kind: 'defined', name: asked, negated: directive.kind === 'ifndef' };
    }
    const simple = DEFINED.exec(this.text.slice(directive.operand, directive.end));
    if (simple)
      return { kind: 'defined', name: (simple[2] ?? simple[3]) as string, negated: simple[1] === '!' };
    return { kind: 'expression', tokens: this.tokensOf(directive) };
  }

  /** What others derive from this text alone, made once. */
  keep<T>(key: string, make: () => T): T {
    if (!this.kept.has(key)) this.kept.set(key, make());
    return this.kept.get(key) as T;
  }

  private lineStarts(): number[] {
    if (this.starts) return this.starts;
    const starts = [0];
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
    return starts;
  }
}
