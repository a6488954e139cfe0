/** Literals of which at least one stands in any text that is a dump. */
export const DUMP_ANCHORS: readonly string[] = Object.freeze(['aws_secret_access_key', '"private_key_id"']);
