namespace Thymus.Language.Antimony;

/// <summary>Marks what is deleted from submodels, and takes away what used it (Antimony reference, section 4.3).</summary>
internal sealed class DeletionSpreader(AntimonyModule module)
{
    public void Spread()
    {
        if (module.Deletions.Count == 0)
        {
            return;
        }

        var inner = module.Deletions.Keys.Select(path => path + ".").ToList();
        foreach (var symbol in module.Symbols)
        {
            symbol.IsDeleted |= module.Deletions.ContainsKey(symbol.Path)
                || inner.Exists(prefix => symbol.Path.StartsWith(prefix, StringComparison.Ordinal));
        }

        foreach (var symbol in module.Symbols.Where(s => !s.IsDeleted))
        {
            TakeAway(symbol);
        }
    }

    private void TakeAway(AntimonySymbol symbol)
    {
        bool loses = Uses(symbol.Value);
        symbol.Value = loses ? null : symbol.Value;
        symbol.Assignment = Uses(symbol.Assignment) ? null : symbol.Assignment;
        symbol.Rate = Uses(symbol.Rate) ? null : symbol.Rate;
        if (symbol.Reaction is { } reaction)
        {
            symbol.Reaction = reaction with
            {
                Reactants = [.. reaction.Reactants.Where(p => !IsDeleted(p.Species))],
                Products = [.. reaction.Products.Where(p => !IsDeleted(p.Species))],
            };
        }

        if (symbol.Event is { } happening)
        {
            symbol.Event = happening with
            {
                Delay = Uses(happening.Delay) ? null : happening.Delay,
                Priority = Uses(happening.Priority) ? null : happening.Priority,
                Assignments = [.. happening.Assignments.Where(a => !IsDeleted(a.Target) && !Uses(a.Formula))],
            };
        }

        symbol.IsDeleted = loses && symbol is { IsLocal: false, Role: Role.Event or Role.Constraint or Role.AlgebraicRule };
        symbol.IsDeleted |= symbol is { IsLocal: false, Event: { Assignments.IsEmpty: true } } && symbol.Original?.Event is { Assignments.IsEmpty: false };
    }

    private bool IsDeleted(string path) => module.Resolve(path) is { IsDeleted: true };

    /// <summary>Whether a formula of a submodel names something deleted; a formula of the model itself that does is an error.</summary>
    private bool Uses(ScopedFormula? formula) =>
        formula is { IsInherited: true }
        && FormulaNames.Of(formula.Syntax).Any(n => IsDeleted(formula.Scope + formula.Tree.PathOf(n.Parts)));
}
