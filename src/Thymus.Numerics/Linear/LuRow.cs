namespace Thymus.Numerics.Linear;

/// <summary>
/// Work of one row. To factorise: its eliminations, then f[Diagonal] = 1 / f[Diagonal], f[term.Factor] ·= f[Diagonal] over its upper
/// terms, and f[Multiplier] ·= f[Pivot] over its eliminations. To solve in place, over rows from first to last:
/// x[Row] −= f[term.Factor] · x[term.Unknown] over its lower terms; then over rows from last to first x[Row] ·= f[Diagonal],
/// and the same over its upper terms.
/// </summary>
/// <param name="Row">Number of the row, and of its unknown.</param>
/// <param name="Diagonal">Factor on the diagonal.</param>
/// <param name="FirstElimination">Its first one in <see cref="SymbolicLu.Eliminations"/>.</param>
/// <param name="EliminationCount">How many.</param>
/// <param name="FirstLower">Its first one in <see cref="SymbolicLu.Lower"/>.</param>
/// <param name="LowerCount">How many.</param>
/// <param name="FirstUpper">Its first one in <see cref="SymbolicLu.Upper"/>.</param>
/// <param name="UpperCount">How many.</param>
public readonly record struct LuRow(
    int Row, int Diagonal, int FirstElimination, int EliminationCount, int FirstLower, int LowerCount, int FirstUpper, int UpperCount);

/// <summary>
/// Takes one earlier row out of a row: for every i from First on f[Targets[i]] −= f[Multiplier] · f[Multiplied[i]].
/// </summary>
/// <param name="Multiplier">Factor that becomes an entry of L.</param>
/// <param name="Pivot">Factor that holds the reciprocal pivot of the earlier row.</param>
/// <param name="First">First one in <see cref="SymbolicLu.Targets"/> and <see cref="SymbolicLu.Multiplied"/>.</param>
/// <param name="Count">How many.</param>
public readonly record struct LuElimination(int Multiplier, int Pivot, int First, int Count);

/// <summary>One term of a solve.</summary>
/// <param name="Factor">Index of the factor.</param>
/// <param name="Unknown">Index of the unknown it multiplies.</param>
public readonly record struct LuTerm(int Factor, int Unknown);
