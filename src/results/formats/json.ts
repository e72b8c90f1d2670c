// SPDX-License-Identifier: GPL-2.0-only
import { jsonText, type OutputFormat } from '../format.ts';

/** The model itself: docs/results.schema.json. */
export const json: OutputFormat = {
  name: 'json',
  summary: 'the model that all formats are made of (docs/results.schema.json)',
  write: jsonText,
};
