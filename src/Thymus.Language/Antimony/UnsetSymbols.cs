using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Antimony;

/// <summary>Says what is used without a value; the model can be converted but hardly simulated as meant.</summary>
internal static class UnsetSymbols
{
    public static void Report(AntimonyModule module, DiagnosticBag findings)
    {
        if (module.Symbols.Any(s => s.Role is Role.AlgebraicRule && AntimonyModule.IsAlive(s)))
        {
            return;   // a rule may give any of them its value
        }

        var known = module.Symbols.Where(s => s.Role is not Role.Undefined).Select(s => s.Path).ToList();
        var used = Uses(module);
        foreach (var symbol in module.Symbols.Where(s => s is { Value: null, Assignment: null } && AntimonyModule.IsAlive(s)))
        {
            switch (symbol.Role)
            {
                case Role.Species or Role.Compartment:
                    bool isSpecies = symbol.Role is Role.Species;
                    findings.Report(
                        BindingRules.NoStartValue, symbol.RoleSpan, $"{symbol.Path} = {(isSpecies ? 0 : 1)}", isSpecies ? "the species" : "the compartment",
                        symbol.Path);
                    break;
                case Role.Undefined or Role.Formula when used.TryGetValue(symbol, out var place):
                    string? near = findings.Nearest(symbol.Path, known.Where(n => n != symbol.Path));
                    findings.Report(BindingRules.NeverSet, place, near ?? $"{symbol.Path} = 1", symbol.Path);
                    break;
            }
        }
    }

    private static Dictionary<AntimonySymbol, SourceSpan> Uses(AntimonyModule module)
    {
        var used = new Dictionary<AntimonySymbol, SourceSpan>();
        foreach (var formula in module.Symbols.Where(AntimonyModule.IsAlive).SelectMany(s => s.Formulas))
        {
            foreach (var name in FormulaNames.Of(formula.Syntax))
            {
                if (module.Resolve(formula.Scope + formula.Tree.PathOf(name.Parts)) is { } symbol)
                {
                    used.TryAdd(symbol, formula.Tree.SpanOf(name));
                }
            }
        }

        return used;
    }
}
