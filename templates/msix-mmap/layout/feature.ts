// SPDX-License-Identifier: GPL-2.0-only
import { type Anchor, locate, locateOptional } from '../../../src/c/anchor.ts';
import type { Edit } from '../../../src/c/edit.ts';
import type { Cases, Expression, Statements, TopLevel } from '../../../src/c/fragment.ts';
import { lineStart } from '../../../src/c/lines.ts';
import { type SourceFile, type SyntaxNode, textOf } from '../../../src/c/parse.ts';
import { functionHead, indent } from '../../../src/c/style.ts';
import { functionNamed } from './function.ts';

/** An operation of its own in later trees, an arm of the ioctl's if-chain before. */
const OPERATION = functionNamed('A16', 'vfio_pci_core_ioctl_feature', 'which dispatches device features');

const DEFAULT: Anchor = {
  id: 'A16',
  words: 'the default label of the switch over device features',
  query: `(switch_statement condition: (parenthesized_expression) @condition
           body: (compound_statement (case_statement "default") @site))`,
  where: (text) => /^\((feature\.)?flags & VFIO_DEVICE_FEATURE_MASK\)$/.test(text('condition')),
  like: 'default: return -ENOTTY;',
};

const TOKEN: Anchor = {
  id: 'A16',
  words: 'the call that handles the feature of the VF token',
  query: `((call_expression function: (identifier) @name arguments: (argument_list . (identifier) @device)) @site
           (#eq? @name "vfio_pci_core_feature_token"))`,
  like: 'return vfio_pci_core_feature_token(vdev, flags, arg, argsz);',
};

/** A feature that is set and carries no data. */
export interface SetFeature {
  /** `VFIO_DEVICE_FEATURE_PCI_ALLOW_MSIX_MMAP`. */
  readonly name: string;
  /** Where it holds the device does not have the feature, and PROBE tells so; a second line is indented by hand. */
  readonly absent: Expression;
  /** What setting it does, at one tab; the device is `vdev`. */
  readonly body: Statements;
}

/** VFIO_DEVICE_FEATURE: an index, and whether to get, set or probe it (since v5.7). */
export interface FeatureDispatch {
  gainsFeature(feature: SetFeature): Edit[];
}

/** Undefined where the tree has no device features, before v5.7. */
export function featureDispatch(file: SourceFile, device: string): FeatureDispatch | undefined {
  if (!file.text.includes('VFIO_DEVICE_FEATURE_MASK')) return undefined;
  const operation = locateOptional(file, OPERATION);
  return {
    gainsFeature: (feature) =>
      operation ? functionAndCase(file, operation.node, device, feature) : caseOfChain(file, feature),
  };
}

function functionAndCase(
  file: SourceFile,
  operation: SyntaxNode,
  device: string,
  { name, absent, body }: SetFeature,
): Edit[] {
  const called = `vfio_pci_core_feature_${name.replace(/^VFIO_DEVICE_FEATURE_(PCI_)?/, '').toLowerCase()}`;
  // The features' functions used to take the vfio_device.
  const first = textOf(file, locate(file, TOKEN, operation).captures.device as SyntaxNode);
  const direct = first === 'vdev';
  const head = functionHead(`static int ${called}`, [
    direct ? `struct ${device} *vdev` : `struct vfio_device *${first}`,
    'u32 flags',
    'void __user *arg',
    'size_t argsz',
  ]);
  const found: Statements = direct
    ? ''
    : `	struct ${device} *vdev =
		container_of(${first}, struct ${device}, vdev);
`;
  const definition: TopLevel = `${head}
${found}	int ret;

	if (${absent})
		return -ENOTTY;

	ret = vfio_check_feature(flags, argsz, VFIO_DEVICE_FEATURE_SET, 0);
	if (ret != 1)
		return ret;

${body}
	return 0;
}

`;
  const text: Cases = `\tcase ${name}:\n\t\treturn ${called}(${first}, flags, arg, argsz);\n`;
  const start = lineStart(file.text, operation.startIndex);
  return [
    { path: file.path, start, end: start, text: definition, anchor: 'A16', purpose: `${called}() is added` },
    labelled(file, locate(file, DEFAULT, operation).node, text, name),
  ];
}

function caseOfChain(file: SourceFile, { name, absent, body }: SetFeature): Edit[] {
  const text: Cases = `		case ${name}:
			if (${absent.replace(/\n/g, '\n\t\t')})
				return -ENOTTY;

			if (feature.flags & VFIO_DEVICE_FEATURE_GET)
				return -EINVAL;

			if (feature.flags & VFIO_DEVICE_FEATURE_PROBE)
				return 0;

			if (!(feature.flags & VFIO_DEVICE_FEATURE_SET))
				return -EINVAL;

${indent(body, '\t\t')}
			return 0;
`;
  return [labelled(file, locate(file, DEFAULT).node, text, name)];
}

function labelled(file: SourceFile, fallback: SyntaxNode, text: string, name: string): Edit {
  const at = lineStart(file.text, fallback.startIndex);
  return { path: file.path, start: at, end: at, text, anchor: 'A16', purpose: `features gain case ${name}` };
}
