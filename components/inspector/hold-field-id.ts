/** The id of the hold field, so that the H key finds it. */
export const HOLD_FIELD_ID = "inspector-hold";
