// SPDX-License-Identifier: GPL-2.0-only

/**
 * Sparse and section annotations expand to nothing, or to attributes, and stand where the C grammar
 * knows no word (include/linux/compiler_types.h, include/linux/init.h).
 */
const ANNOTATION =
  /\b__(?:user|iomem|kernel|force|nocast|rcu|percpu|safe|private|bitwise|init|exit|initdata|exitdata|initconst|ro_after_init|read_mostly|must_check|maybe_unused|always_unused|cold|hot|noreturn|ref|refdata|weak|sched|latent_entropy|printf\([^()]*\)|counted_by\([^()]*\))\b|\b(?:noinline|notrace|asmlinkage|fallthrough_unused)\b/g;

/** `case FIRST ... LAST:` is a GNU range; without ` ... LAST` it is an ordinary label at the same place. */
const CASE_RANGE = /(\bcase\s+[\w\s()+\-|]+?)(\s*\.\.\.\s*[\w\s()+\-|]+?)(?=\s*:)/g;

/** Macros take types as arguments (`container_of(x, struct y, m)`); as an expression only the tag parses. */
const TYPE_ARGUMENT = /([(,]\s*)(struct|union|enum)(?=\s+\w+(?:\s*\*)*\s*[,)])/g;

/** A loop or a guard by macro, followed by its body: to the grammar a call that lacks its semicolon. */
const STATEMENT_MACRO = /\b(?:\w*for_each\w*|scoped_guard|scoped_cond_guard|scoped_with_\w+)(?=\s*\()/g;

/**
 * The text with what tree-sitter-c cannot parse blanked or replaced **at equal length**, so that every
 * offset in the parse is an offset in the original. Never shown, never written: edits go to the original.
 */
export function mask(text: string): string {
  const blank = (match: string) => match.replace(/[^\n]/g, ' ');
  const masked = text
    .replace(ANNOTATION, blank)
    .replace(CASE_RANGE, (_, label: string, range: string) => label + blank(range))
    .replace(TYPE_ARGUMENT, (_, before: string, keyword: string) => before + blank(keyword));
  return masked.replace(STATEMENT_MACRO, (name, offset: number) =>
    standsAsStatement(masked, offset, offset + name.length) ? 'while'.padEnd(name.length) : name,
  );
}

/** True where a call begins a statement and something other than `;`, `,` or an operator follows it. */
function standsAsStatement(text: string, start: number, end: number): boolean {
  if (!/(?:[;{}):]|\belse|\bdo|\*\/)\s*$/.test(text.slice(Math.max(0, start - 80), start))) return false;
  let depth = 0;
  for (let at = end; at < text.length; at++) {
    const character = text[at];
    if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return /^\s*[\w{*(]/.test(text.slice(at + 1, at + 80));
  }
  return false;
}
