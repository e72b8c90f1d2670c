// SPDX-License-Identifier: GPL-2.0-only
import type { Elsewhere, Mentioning } from '../../rule.ts';
import { shapesIn } from '../called/shapes.ts';
import { functionsIn } from '../driver/body.ts';

/**
 * What some texts know of a word, by their paths.
 *
 * @param newer texts of another tree
 */
export function elsewhereIn(
  texts: ReadonlyMap<string, string>,
  newer: ReadonlyMap<string, string> = new Map(),
): Elsewhere {
  const having = (word: string) => {
    const pattern = new RegExp(`\\b${word}\\b`);
    return [...texts].filter(([, text]) => pattern.test(text));
  };
  return {
    files: (word) => having(word).map(([path]) => path),
    called: (name) => {
      const [shape] = shapesIn(name, newer) ?? [];
      const known = having(name).length > 0;
      return {
        known,
        shapes: shapesIn(name, texts),
        ...(shape && !known ? { other: { spec: 'a newer kernel', shape } } : {}),
      };
    },
    functions: (word) => having(word).flatMap(([path, text]) => functionsWith(path, text, word)),
  };
}

/** The functions of a text that mention a word. */
export function functionsWith(path: string, text: string, word: string): Mentioning[] {
  const pattern = new RegExp(`\\b${word}\\b`);
  return functionsIn(text)
    .filter((body) => pattern.test(body.text))
    .map((body) => ({ ...body, path }));
}
