// SPDX-License-Identifier: GPL-2.0-only
import type { Message } from '../mail/message.ts';
import { BadParameter, NotImported } from './errors.ts';
import type { Choice } from './generate.ts';
import { parameters } from './parameters.ts';
import { type ProvenanceRead, readProvenance } from './provenance.ts';
import type { AnyTopic } from './topic.ts';

/** A mail and what its provenance block says. */
export interface GeneratedPatch {
  readonly message: Message;
  readonly block: ProvenanceRead;
  readonly role: 'prerequisite' | 'variant';
}

/** What some generated mails were made from. */
export interface GeneratedFrom {
  readonly topic: AnyTopic;
  readonly choice: Choice;
  readonly patches: readonly GeneratedPatch[];
  /** As the blocks name it: `linux-source-6.1 6.1.192-2 (Linux 6.1.192)`. */
  readonly base: string;
  /** The patches stand on a prerequisite that is not among them. */
  readonly alone: boolean;
}

/**
 * Topic, variant and parameters of generated patches, by the blocks under their `---`.
 *
 * @throws NotImported where a patch has no block, or one of a template that is not here; BadParameter where the patches
 *   are of several variants, of none, or of a parameter that is gone
 */
export function generatedFrom(
  messages: readonly Message[],
  topics: readonly AnyTopic[],
  where: string,
): GeneratedFrom {
  const read = messages.map((message) => ({ message, block: readProvenance(message.notes) }));
  const foreign = read.filter(({ block }) => block === undefined);
  if (foreign.length > 0)
    throw notImported(
      foreign.map(({ message }) => message),
      messages.length,
      where,
    );
  const patches = read as { message: Message; block: ProvenanceRead }[];
  const found = patches.map(({ block }) => templateOf(block.template, topics));
  const strange = patches.filter((_, at) => found[at] === undefined);
  if (strange.length > 0) throw unknownTemplate(strange[0]?.block.template ?? '', topics, where);
  const templates = new Set(
    patches.map(({ block }) => block.template).filter((name) => !name.endsWith('/prerequisite')),
  );
  const own = found.find((one) => one?.variant);
  if (!own?.variant || templates.size > 1) throw notOne([...templates], where);
  const settings = patches.find(({ block }) => block.template === [...templates][0])?.block.settings ?? [];
  return {
    topic: own.topic,
    choice: { variant: own.variant, parameters: parameters(own.variant, settings) },
    patches: patches.map((patch, at) => ({
      ...patch,
      role: found[at]?.variant ? 'variant' : 'prerequisite',
    })),
    base: patches[0]?.block.base ?? '',
    alone: found.every((one) => one?.variant) && patches.some(standsOnOthers),
  };
}

/** The block has the ids of the tree as it was, the diff those of what it applies to; a tree may need no prerequisite. */
function standsOnOthers(
  { message, block }: { message: Message; block: ProvenanceRead },
  at: number,
): boolean {
  const pristine = new Map(
    block.blobs.map((entry) => entry.split(' ').reverse() as [path: string, id: string]),
  );
  // Later patches of a series stand on the earlier ones.
  return (
    at === 0 &&
    message.diffs.some(
      ({ oldPath = '', oldBlob }) => oldBlob !== undefined && !pristine.get(oldPath)?.startsWith(oldBlob),
    )
  );
}

function templateOf(name: string, topics: readonly AnyTopic[]) {
  const [id, part] = name.split('/');
  const topic = topics.find((one) => one.id === id);
  const variant = topic?.variants.find((one) => one.id === part);
  return topic && (variant || part === 'prerequisite') ? { topic, variant } : undefined;
}

const IMPORT =
  'Write it as a variant first, kpw new variant TOPIC NAME; docs/topics.md says how. Then kpw generate makes it for any tree.';

function notImported(foreign: readonly Message[], all: number, where: string): NotImported {
  return new NotImported({
    title:
      foreign.length === all
        ? 'kpw did not make these patches, so there is no template to make them again from'
        : `kpw did not make ${foreign.length} of the ${all} patches, so there is no template to make those again from`,
    where,
    detail: foreign.map(({ subject, place }) => subject ?? place).join('\n'),
    hint: IMPORT,
  });
}

function unknownTemplate(name: string, topics: readonly AnyTopic[], where: string): NotImported {
  const known = topics.flatMap(({ id, variants }) => variants.map((variant) => `${id}/${variant.id}`));
  return new NotImported({
    title: `a patch was made from ${name || 'a template without a name'}, which this checkout does not have`,
    where,
    detail: `It has ${known.join(', ')}.`,
    hint: `Use the checkout that made it. ${IMPORT}`,
  });
}

function notOne(templates: readonly string[], where: string): BadParameter {
  return new BadParameter({
    title:
      templates.length > 1
        ? `the patches are of several variants: ${templates.join(', ')}`
        : 'there is only the prerequisite, which every variant brings along',
    where,
    hint: 'Hand in the series of one variant.',
  });
}
