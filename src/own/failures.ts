// SPDX-License-Identifier: GPL-2.0-only
import { Failure } from '../failure.ts';

/** A file of a topic outside of the checkout does not load, exports something else, or fails when it is asked. */
export class TopicMalformed extends Failure {
  readonly code = 'TOPIC_MALFORMED';
}

/** kpw.config.json, or the field of package.json, is not what it should be. */
export class SettingsMalformed extends Failure {
  readonly code = 'SETTINGS_MALFORMED';
}

/** The file of a rule outside of the checkout does not load, or exports something else. */
export class RuleMalformed extends Failure {
  readonly code = 'RULE_MALFORMED';
}
