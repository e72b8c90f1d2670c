// SPDX-License-Identifier: GPL-2.0-only
// Holds a commit message to the form that CONTRIBUTING.md describes. Called by .githooks/commit-msg with the file of it.
import { readFileSync } from 'node:fs';

const SUBJECT = 80;
const BODY = 75;

// What git writes itself, or takes away again.
const OF_GIT = /^(Merge |Revert "|fixup! |squash! |amend! )/;
const CUT = /^# -+ >8 -+$/m;

const [text = ''] = readFileSync(process.argv[2], 'utf8').split(CUT);
const [subject = '', second = '', ...body] = text
  .replace(/^#.*\n?/gm, '')
  .trimEnd()
  .split('\n');
const faults = [];

if (!OF_GIT.test(subject)) {
  if (!/^[^\s:][^:]*: \S/.test(subject)) faults.push(`no area: "${subject}" is to be "area: What it does"`);
  if (subject.length > SUBJECT) faults.push(`the subject has ${subject.length} columns, ${SUBJECT} at most`);
  if (/\.$/.test(subject)) faults.push('the subject ends with a full stop');
}
if (second !== '') faults.push('the second line is to be empty');
body.forEach((line, at) => {
  // Tables, quotations and links stand as they are.
  if (line.length > BODY && !/^(\s|>|\|)|https?:\/\//.test(line))
    faults.push(`line ${at + 3} has ${line.length} columns, ${BODY} at most`);
});

for (const fault of faults) process.stderr.write(`commit-msg: ${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
