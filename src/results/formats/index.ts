// SPDX-License-Identifier: GPL-2.0-only
import type { OutputFormat } from '../format.ts';
import { b4Review } from './b4-review.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { junit, junitGitlab } from './junit.ts';
import { kcidb } from './kcidb.ts';
import { ktap } from './ktap.ts';
import { kunitJson } from './kunit-json.ts';
import { markdown } from './markdown.ts';
import { patchwork } from './patchwork.ts';
import { sarif } from './sarif.ts';

/** All that --output knows. */
export const FORMATS: readonly OutputFormat[] = [
  ...[junit, junitGitlab, sarif, ktap, kunitJson, kcidb],
  ...[github, gitlab, patchwork, b4Review, markdown, json],
];
