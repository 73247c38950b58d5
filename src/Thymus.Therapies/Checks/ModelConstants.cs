using Thymus.Language.Binding;
using Thymus.Units;

namespace Thymus.Therapies.Checks;

/// <summary>What of a model a check may set: constants, and start values of species and variables.</summary>
internal static class ModelConstants
{
    /// <summary>The unit in which it is set; <see langword="null"/> when it cannot be set.</summary>
    public static Unit? UnitOf(BoundModel model, string name)
    {
        if (model.Find(name) is not { Kind: SymbolKind.Parameter or SymbolKind.Species } symbol
            || model.Rules.Any(r => r.Target == symbol && r.Kind is RuleKind.Assignment))
        {
            return null;
        }

        bool isPlain = symbol.Kind is SymbolKind.Parameter ? symbol.IsConstant || model.Rules.Any(r => r.Target == symbol)
            : symbol.InitialValueIsAmount == symbol.IsAmount || symbol.Compartment is null;
        return isPlain ? symbol.Unit ?? Unit.Dimensionless : null;
    }
}
