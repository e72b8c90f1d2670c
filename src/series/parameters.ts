// SPDX-License-Identifier: GPL-2.0-only

import { didYouMean } from '../nearest.ts';
import type { AnyVariant } from './compose.ts';
import { BadParameter } from './errors.ts';
import type { ParameterSpec, Parameters, ParameterValue } from './topic.ts';

/**
 * A variant's parameters from `name=value` words; what is not given takes its default, if it has one.
 *
 * @throws BadParameter for an unknown name or a value of the wrong type
 */
export function parameters(variant: AnyVariant, settings: readonly string[]): Parameters {
  const specs = variant.parameters ?? {};
  const values: Record<string, ParameterValue> = {};
  for (const [name, spec] of Object.entries(specs))
    if (spec.default !== undefined) values[name] = spec.default;
  for (const setting of settings) {
    const [, name = setting, value] = /^([^=]*)(?:=(.*))?$/s.exec(setting) ?? [];
    const spec = specs[name];
    if (!spec) throw unknown(variant, name);
    values[name] = convert(variant, name, spec, value ?? 'true');
  }
  return values;
}

/** Only what differs from the defaults: what a provenance block and a report need to name. */
export function departures(variant: AnyVariant, values: Parameters): Parameters {
  const specs = variant.parameters ?? {};
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => specs[name]?.default !== value));
}

function convert(variant: AnyVariant, name: string, spec: ParameterSpec, text: string): ParameterValue {
  if (spec.choices && !spec.choices.includes(text))
    throw new BadParameter({
      title: `"${text}" is not one of ${spec.choices.join(', ')}`,
      where: `--set ${name}=${text} of ${variant.id}`,
      hint: didYouMean(text, spec.choices) ?? `${name}: ${spec.help}`,
    });
  if (spec.type === 'string') return text;
  if (spec.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  if (spec.type === 'number' && /^(0x[0-9a-f]+|\d+)$/i.test(text)) return Number(text);
  throw new BadParameter({
    title: `"${text}" is not a ${spec.type}`,
    where: `--set ${name}=${text} of ${variant.id}`,
    hint:
      spec.type === 'boolean' ? `Write ${name}=true or ${name}=false.` : `Write ${name}=NUMBER: ${spec.help}`,
  });
}

function unknown(variant: AnyVariant, name: string): BadParameter {
  const names = Object.keys(variant.parameters ?? {});
  return new BadParameter({
    title: `the variant ${variant.id} has no parameter "${name}"`,
    where: `--set ${name}`,
    hint: names.length > 0 ? `It has ${names.join(', ')}.` : 'It has no parameters.',
  });
}
