/** Text in which each character takes one column. Measuring any other text takes 20 times as long. */
export const ONE_COLUMN_EACH = /^[\x20-\x7e]*$/;
