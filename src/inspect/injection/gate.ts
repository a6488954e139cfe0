/** Words without which the dear parts of the detector are not worth starting. */

/** Words of orders, mirrored or turned by thirteen letters. */
export const INVERTED = {
  rot13: /vafgehpgvba|vtaber |qvfertneq|flfgrz cebzcg|cnffjbeq/i,
  reversed: /snoitcurtsni|erongi|dragersid|tpmorp metsys|drowssap/i,
};
