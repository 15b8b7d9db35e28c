/** Least squares with a penalty on the size of the weights; the first column, which is constant, is not penalised. */
export function solveRidge(
  rows: readonly Float64Array[],
  target: readonly number[],
  penalty: number,
): Float64Array {
  const width = rows[0]!.length
  const matrix = Array.from({ length: width }, () => new Float64Array(width))
  const weights = new Float64Array(width)
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j < width; j++) {
      const value = row[j]!
      const line = matrix[j]!
      weights[j]! += value * target[i]!
      for (let k = 0; k <= j; k++) line[k]! += value * row[k]!
    }
  }
  for (let j = 0; j < width; j++) matrix[j]![j]! += j === 0 ? 1e-9 : penalty
  solvePositive(matrix, weights)
  return weights
}

/** Solves by Cholesky in place; only the lower half of the matrix is read. */
function solvePositive(matrix: Float64Array[], right: Float64Array): void {
  const n = right.length
  for (let i = 0; i < n; i++) {
    const row = matrix[i]!
    for (let j = 0; j <= i; j++) {
      const other = matrix[j]!
      let sum = row[j]!
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!
      row[j] = i === j ? Math.sqrt(sum) : sum / other[j]!
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = right[i]!
    for (let k = 0; k < i; k++) sum -= matrix[i]![k]! * right[k]!
    right[i] = sum / matrix[i]![i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = right[i]!
    for (let k = i + 1; k < n; k++) sum -= matrix[k]![i]! * right[k]!
    right[i] = sum / matrix[i]![i]!
  }
}
