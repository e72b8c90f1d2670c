// SPDX-License-Identifier: GPL-2.0-only
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type AnySchema } from 'ajv';
import formats from 'ajv-formats';
import { validateXML } from 'xmllint-wasm';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const [FOLDER] = ['../shared/schemas', '../../shared/schemas']
  .map((path) => join(PROJECT, path))
  .filter((path) => existsSync(path));

/** A schema of somebody else, which is not the project's to publish; undefined where it is not at hand. */
export function foreignSchema(name: string): string | undefined {
  return FOLDER === undefined ? undefined : readFileSync(join(FOLDER, name), 'utf8');
}

/** What is wrong with some JSON by a schema; empty where nothing is. */
export function jsonProblems(schema: string, data: unknown): string[] {
  const ajv = new Ajv({ allErrors: true, strict: false });
  formats.default(ajv);
  // OASIS' is of draft-04, whose `id` is no keyword of later ones.
  const { $schema: _, id: __, ...rest } = JSON.parse(schema) as Record<string, unknown>;
  const validate = ajv.compile(rest as AnySchema);
  return validate(data) ? [] : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message}`);
}

/** What xmllint says of documents, by a schema where one is given. */
export async function xmlProblems(xml: string | readonly string[], schema?: string): Promise<string[]> {
  const files = [xml].flat().map((contents, at) => ({ fileName: `${at + 1}.xml`, contents }));
  const options = schema === undefined ? { normalization: 'format' as const } : { schema: [schema] };
  const { valid, errors } = await validateXML({ xml: files, ...options });
  return valid ? [] : errors.map(({ rawMessage }) => rawMessage);
}
