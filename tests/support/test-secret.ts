/** Stands in for GENGA_SECRET. */
export const TEST_SECRET = "a secret for tests only, long enough to be taken";
