using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Thymus.Language.Binding;

namespace Thymus.Simulation.Describing;

/// <summary>Amounts of species whose weighted sum no reaction changes.</summary>
/// <param name="Terms">Species, with whole weights above 0, in the order of the model.</param>
public sealed record Moiety(ImmutableArray<(Symbol Species, BigInteger Weight)> Terms);

/// <summary>Finds conserved moieties: the non-negative left null vectors of the stoichiometric matrix that cannot be split.</summary>
/// <remarks>Schuster &amp; Höfer 1991, J. Chem. Soc. Faraday Trans. 87:2561–2566, by Farkas' algorithm in whole numbers. Species that rules or events set are no part of any.</remarks>
public static class ConservedMoieties
{
    private const int MostRows = 2000;
    private const long MostWork = 50_000_000;
    private const long MostNumbers = 2_000_000;

    /// <summary>The moieties of at least two species; <see langword="null"/> when the model is too large, or they are too many.</summary>
    public static ImmutableArray<Moiety>? Find(BoundModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var set = model.Rules.Select(r => r.Target).Concat(model.Events.SelectMany(e => e.Assignments).Select(a => a.Target)).ToHashSet();
        var participants = model.Reactions.SelectMany(r => r.Reactants.Concat(r.Products)).ToLookup(p => p.Species);
        var species = model.Symbols.Where(s => s is { Kind: SymbolKind.Species, IsBoundary: false, IsConstant: false, ConversionFactor: null }
            && !set.Contains(s) && participants.Contains(s) && participants[s].All(p => p.Computed is null)).ToList();
        if ((long)species.Count * (species.Count + model.Reactions.Length) > MostNumbers)
        {
            return null;
        }

        var numbers = species.Index().ToDictionary(p => p.Item, p => p.Index);
        var rows = species.Select((_, i) => Row.Of(i, species.Count, model.Reactions.Length)).ToList();
        foreach (var (column, reaction) in model.Reactions.Index())
        {
            if (!Fill(rows, column, reaction, numbers))
            {
                return null;
            }
        }

        long work = 0;
        for (int column = 0; column < model.Reactions.Length; column++)
        {
            if (!Eliminate(ref rows, column, ref work))
            {
                return null;
            }
        }

        return [.. rows.Select(r => new Moiety([.. r.Weights.Index().Where(w => !w.Item.IsZero).Select(w => (species[w.Index], w.Item))])).Where(m => m.Terms.Length > 1)];
    }

    // Stoichiometries of one reaction, scaled to whole numbers; false when they are none in twelve decimals.
    private static bool Fill(List<Row> rows, int column, Reaction reaction, Dictionary<Symbol, int> numbers)
    {
        var net = new Dictionary<int, decimal>();
        foreach (var (participant, sign) in reaction.Reactants.Select(p => (p, -1m)).Concat(reaction.Products.Select(p => (p, 1m))))
        {
            if (!numbers.TryGetValue(participant.Species, out int row))
            {
                continue;
            }

            if (!(Math.Abs(participant.Stoichiometry) < 1e12)
                || !decimal.TryParse(participant.Stoichiometry.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
            {
                return false;
            }

            net[row] = net.GetValueOrDefault(row) + (sign * value);
        }

        decimal scale = 1;
        while (net.Values.Any(v => decimal.Truncate(v * scale) != v * scale))
        {
            scale *= 10;
            if (scale > 1e12m)
            {
                return false;
            }
        }

        foreach (var (row, value) in net)
        {
            rows[row].Left[column] = new BigInteger(value * scale);
        }

        return true;
    }

    private static bool Eliminate(ref List<Row> rows, int column, ref long work)
    {
        var kept = rows.Where(r => r.Left[column].IsZero).ToList();
        var above = rows.Where(r => r.Left[column].Sign > 0).ToList();
        var below = rows.Where(r => r.Left[column].Sign < 0).ToList();
        var made = new List<Row>();
        foreach (var positive in above)
        {
            foreach (var negative in below)
            {
                var joined = positive.Join(negative, column);
                work += (kept.Count + made.Count + 1) * (long)joined.Weights.Length / 16 + joined.Left.Length;
                if (work > MostWork)
                {
                    return false;
                }

                if (!kept.Concat(made).Any(joined.Contains))
                {
                    made.RemoveAll(m => m.Contains(joined));
                    made.Add(joined);
                }
            }
        }

        rows = [.. kept, .. made];
        return rows.Count <= MostRows;
    }

    /// <summary>A combination of species, and what the reactions still to come do to it.</summary>
    private sealed record Row(BigInteger[] Weights, BigInteger[] Left)
    {
        public static Row Of(int species, int count, int reactions)
        {
            var row = new Row(new BigInteger[count], new BigInteger[reactions]);
            row.Weights[species] = BigInteger.One;
            return row;
        }

        public Row Join(Row other, int column)
        {
            BigInteger a = BigInteger.Abs(other.Left[column]), b = BigInteger.Abs(Left[column]);
            BigInteger[] weights = [.. Weights.Zip(other.Weights, (x, y) => (a * x) + (b * y))];
            BigInteger[] left = [.. Left.Zip(other.Left, (x, y) => (a * x) + (b * y))];
            var divisor = weights.Concat(left).Aggregate(BigInteger.Zero, BigInteger.GreatestCommonDivisor);
            return new Row([.. weights.Select(w => w / divisor)], [.. left.Select(w => w / divisor)]);
        }

        /// <summary>Whether it has every species of another one.</summary>
        public bool Contains(Row other)
        {
            for (int i = 0; i < Weights.Length; i++)
            {
                if (Weights[i].IsZero && !other.Weights[i].IsZero)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
