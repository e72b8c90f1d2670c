// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto';
import { escaped } from './highlight.ts';

/** What one file is put together of. */
export interface Parts {
  readonly title: string;
  readonly style: string;
  readonly script: string;
  /** Markup of the body. */
  readonly body: string;
  /** For the script. */
  readonly data: unknown;
}

/**
 * One HTML file that loads nothing: a policy in its head lets no other script than its own run, and asks no host for
 * anything, whatever a text in it looks like.
 */
export function documentOf({ title, style, script, body, data }: Parts): string {
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
<script type="application/json" id="data">${embedded(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that can stand in a script element: no text in it ends the element, or begins a comment. */
export function embedded(data: unknown): string {
  return JSON.stringify(data).replace(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
