/** About a kilometre: tells districts apart, finds no home. */
const DECIMALS = 2;

/**
 * @param {number} degrees
 * @returns {string} rounded before it leaves the phone
 */
export function coarse(degrees) {
  // Adding 0 makes a plain zero of minus zero.
  return (Number(degrees.toFixed(DECIMALS)) + 0).toFixed(DECIMALS);
}
