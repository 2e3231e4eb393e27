/**
 * SQLSTATE of our own statements where the row that they replace or take back is not there any more: another run was
 * faster. Classes from I to Z are nobody's of the standard. Source: PostgreSQL manual, appendix A.
 */
export const ROW_GONE = "MA001";
