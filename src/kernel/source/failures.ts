// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../../failure.ts';

/** A line of a kernel config that cannot be read. */
export class ConfigMalformed extends Failure {
  readonly code = 'CONFIG_MALFORMED';
}

/** A tree's Kconfig does not give what a machine needs. */
export class ConfigUnmet extends Failure {
  readonly code = 'CONFIG_UNMET';
}

/** No config is called that. */
export class UnknownConfig extends Failure {
  readonly code = 'UNKNOWN_NAME';
}
