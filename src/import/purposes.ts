// SPDX-License-Identifier: GPL-2.0-only
import { withoutComments } from '../c/comments.ts';
import type { SourceFile } from '../c/parse.ts';
import { quoted } from '../c/sites/code.ts';
import { tidy } from './describe.ts';
import type { PlaceDescription, PlacedEdit } from './placed.ts';

/** What an edit does, in a reviewer's words, as far as the code tells: `forget_disk() is added`. */
export function purposeOf(file: SourceFile, placed: PlacedEdit, old: string): string {
  const { how, text, target, scope, around } = placed;
  const owner = ownerOf(file, scope, how === 'insertFirst' || how === 'insertLast' ? target : undefined);
  const added = defined(text);
  if (around.includes('commentAbove')) return `the comment above ${wordsOf(target)} says something else`;
  switch (how) {
    case 'replaceCondition':
      return `${owner} asks ${quoted(tidy(text))}`;
    case 'replaceHead':
      return `${wordsOf(target)} becomes "${quoted(tidy(text))}"`;
    case 'insertElse':
      return `${owner} gains "${quoted(tidy(firstLine(text)))}"`;
    case 'replace':
      if (text.trim() === '') return `${defined(old) ?? `"${quoted(tidy(firstLine(old)))}"`} goes`;
      return replaced(old, text);
    default:
      if (/^\s*#\s*include/.test(text)) return `${list(text.match(/[<"][^>"\n]+[>"]/g) ?? [])} is included`;
      if (added !== undefined && scope.length === 0) return `${added} is added`;
      if (added !== undefined) return `${owner} gains ${added}`;
      return `${owner} gains "${quoted(tidy(firstLine(text)))}"`;
  }
}

function replaced(old: string, text: string): string {
  const [was, is] = [old, text].map((one) => one.split('\n').map(tidy).filter(Boolean)) as [
    string[],
    string[],
  ];
  const before = was.find((line) => !is.includes(line) && /\w/.test(line)) ?? was[0] ?? '';
  const after = is.find((line) => !was.includes(line) && /\w/.test(line));
  if (after === undefined) return `"${quoted(before)}" goes`;
  return is.includes(before)
    ? `"${quoted(after)}" is added`
    : `"${quoted(before)}" becomes "${quoted(after)}"`;
}

/** What the lines belong to. */
function ownerOf(
  file: SourceFile,
  scope: readonly PlaceDescription[],
  target: PlaceDescription | undefined,
): string {
  const named = scope[0] ?? target;
  return named ? wordsOf(named) : file.path.slice(file.path.lastIndexOf('/') + 1);
}

function wordsOf({ by, of }: PlaceDescription): string {
  if (by === 'functionNamed') return `${of}()`;
  if (/^(struct|union|enum)Named$/.test(by)) return `${by.slice(0, -5)} ${of}`;
  if (by === 'headed' || by === 'textLines' || /s$|topLevel/.test(by))
    return `"${quoted(tidy(firstLine(of)))}"`;
  return of;
}

function firstLine(text: string): string {
  const bare = withoutComments(text);
  const lines = (bare.trim() === '' ? text : bare).trim().split('\n');
  return (lines.find((line) => /\w/.test(line)) ?? lines[0] ?? '').replace(/^\s*\*\s+/, '');
}

/** What a text defines at its beginning: `forget_disk()`, `struct lamp`, `LAMP_ON`. */
export function defined(text: string): string | undefined {
  const bare = withoutComments(text)
    .replace(/\b__(?!attribute)[a-z_]+\b(?! *\()/g, ' ')
    .trim();
  const macro = /^#\s*define\s+(\w+)/.exec(bare)?.[1];
  if (macro !== undefined) return macro;
  const record = /^(?:typedef )?(struct|union|enum)\s+(\w+)\s*\{/.exec(bare);
  if (record) return `${record[1]} ${record[2]}`;
  const called = /^(?:[a-z_]\w*\s+|\*+)+\**(\w+)\s*\([^;{]*\)\s*(?:__\w+\s*)*[{;]/.exec(bare)?.[1];
  if (called !== undefined && /[a-z]/.test(called) && !/^(return|else|goto|case)\b/.test(bare))
    return `${called}()`;
  const label = /^(case\s+[^:]+|default):/.exec(bare)?.[1];
  if (label !== undefined) return `"${label}"`;
  const declared = /^(?:[a-z_]\w*\s+)+\**(\w+)(?:\[[^\]]*\])*(?:\s*:\s*\d+)?\s*[;=](?!=)/.exec(bare)?.[1];
  if (declared !== undefined && !/^(return|goto)\b/.test(bare)) return declared;
  return undefined;
}

function list(words: readonly string[]): string {
  return words.join(' and ');
}
