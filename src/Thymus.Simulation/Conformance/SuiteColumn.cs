using Thymus.Language.Binding;

namespace Thymus.Simulation.Conformance;

/// <summary>A column of results: a symbol, and the compartment whose size turns its value into the wanted one.</summary>
internal sealed record SuiteColumn(string Name, string? Size, bool IsTimesSize)
{
    /// <summary>The column of a variable, in the unit that the settings ask for.</summary>
    public static SuiteColumn Of(BoundModel model, string name, SuiteCase item)
    {
        bool isAmount = item.Amounts.Contains(name);
        if (model.Find(name) is not { Kind: SymbolKind.Species, Compartment: { } compartment } species
            || (!isAmount && !item.Concentrations.Contains(name)) || species.IsAmount == isAmount)
        {
            return new SuiteColumn(name, null, false);
        }

        return new SuiteColumn(name, compartment.Name, isAmount);
    }

    /// <summary>The wanted value, from that of the symbol and the size of its compartment.</summary>
    public double Convert(double value, double size) => Size is null ? value : IsTimesSize ? value * size : value / size;
}
