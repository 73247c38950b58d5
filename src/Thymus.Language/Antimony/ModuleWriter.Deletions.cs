using Thymus.Language.Sbml;

namespace Thymus.Language.Antimony;

/// <summary>What is deleted from submodels.</summary>
internal sealed partial class ModuleWriter
{
    private readonly Dictionary<string, SbmlElement> _deletions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);

    /// <summary>What was deleted, what went with it, and the definitions of submodels that others have taken the place of.</summary>
    private void WriteDeletions()
    {
        foreach (var symbol in _module.Symbols)
        {
            if (symbol.IsLocal || symbol.Original is not { MergedInto: null } original || IsInsideDeleted(symbol))
            {
                continue;
            }

            var root = _module.RootOf(symbol);
            bool isGone = symbol.IsDeleted || (symbol.IsTouched && symbol.Role is Role.Constraint or Role.AlgebraicRule);   // or written anew here
            if (isGone && symbol.Role is Role.Constraint)
            {
                DeleteConstruct(original.Value, symbol.Path, "constraint");
            }
            else if (isGone && !original.IsDeleted && symbol.Role is not (Role.Interaction or Role.Strand))
            {
                DeleteSymbol(symbol);
            }

            switch (symbol.Role)
            {
                case Role.Interaction:
                    DeleteModifiers(symbol, original);
                    break;
                case Role.Reaction or Role.Gene when root == symbol && !symbol.IsTouched && !symbol.IsDeleted:
                    DeleteParts(symbol, original);
                    break;
                case Role.Event when root == symbol && !symbol.IsTouched && !symbol.IsDeleted:
                    DeleteEventParts(symbol, original);
                    break;
                case Role.Undefined or Role.Formula or Role.Operator or Role.Species or Role.Compartment or Role.Stoichiometry:
                    DeleteDefinitions(root, original);
                    break;
            }
        }
    }

    private bool IsInsideDeleted(AntimonySymbol symbol)
    {
        for (int dot = symbol.Path.LastIndexOf('.'); dot > 0; dot = symbol.Path.LastIndexOf('.', dot - 1))
        {
            if (_module.Find(symbol.Path[..dot]) is { IsDeleted: true })
            {
                return true;
            }
        }

        return false;
    }

    private void DeleteSymbol(AntimonySymbol symbol)
    {
        string submodel = symbol.Path[..symbol.Path.IndexOf('.', StringComparison.Ordinal)];
        var deletion = SbmlElement.Comp("deletion", symbol.Span);
        Reference(deletion, symbol, isDeletion: true);
        if (_deleted.Add(symbol.Path))
        {
            _deletions[submodel].Add(deletion);
        }
    }

    /// <summary>The rules and initial assignments of a submodel's symbol that no longer hold.</summary>
    private void DeleteDefinitions(AntimonySymbol root, AntimonySymbol original)
    {
        bool isGone = root.IsDeleted;
        Compare(original.Assignment, root.Assignment, "assignmentRule");
        Compare(original.Rate, root.Rate, "rateRule");
        Compare(original.Assignment is null ? original.Value : null, root.Assignment is null ? root.Value : null, "initialAssignment");
        if (_strands.IsOnStrand(root) && root.IsTouched)
        {
            string scope = original.Path[..(original.Path.LastIndexOf('.') + 1)];
            DeleteConstruct(scope, original.Path, "assignmentRule");
        }

        void Compare(ScopedFormula? before, ScopedFormula? now, string kind)
        {
            if (before is not null && (isGone || now is null || !ReferenceEquals(now.Syntax, before.Syntax) || now.Scope != before.Scope))
            {
                DeleteConstruct(before, before.Owner, kind);
            }
        }
    }

    private void DeleteParts(AntimonySymbol symbol, AntimonySymbol original)
    {
        if (original.Value is { } law && symbol.Value is null)
        {
            DeleteConstruct(law, law.Owner, "kineticLaw");
            foreach (var name in FormulaNames.Of(law.Syntax))
            {
                string path = law.Scope + law.Tree.PathOf(name.Parts);
                if (_module.Resolve(path) is { IsDeleted: true })
                {
                    DeleteConstruct(law.Scope, law.Owner, "modifier", path);
                }
            }
        }

        if (original.Reaction is { } part)
        {
            foreach (var (side, kind) in new[] { (part.Reactants, "reactant"), (part.Products, "product") })
            {
                foreach (var participant in side.Where(p => _module.Resolve(p.Species) is { IsDeleted: true }))
                {
                    DeleteConstruct(part.Scope, part.Owner, kind, participant.Species);
                }
            }
        }
    }

    private void DeleteEventParts(AntimonySymbol symbol, AntimonySymbol original)
    {
        if (original.Event is not { } before || symbol.Event is not { } now || original.Value is not { } trigger)
        {
            return;
        }

        if (before.Delay is not null && now.Delay is null)
        {
            DeleteConstruct(trigger.Scope, trigger.Owner, "delay");
        }

        if (before.Priority is not null && now.Priority is null)
        {
            DeleteConstruct(trigger.Scope, trigger.Owner, "priority");
        }

        foreach (var value in before.Assignments.Where(a => !now.Assignments.Contains(a)))
        {
            DeleteConstruct(trigger.Scope, trigger.Owner, "eventAssignment", value.Target);
        }
    }

    private void DeleteModifiers(AntimonySymbol symbol, AntimonySymbol original)
    {
        if (original.Interaction is { } part && _module.Resolve(part.Reaction) is { IsDeleted: false } reaction && !_elements.ContainsKey(reaction))
        {
            string scope = symbol.Path[..(symbol.Path.LastIndexOf('.') + 1)];
            foreach (string species in part.Species.Where(s => symbol.IsDeleted || _module.Resolve(s) is { IsDeleted: true }))
            {
                DeleteConstruct(scope, part.Reaction, "modifier", species);
            }
        }
    }

    private void DeleteConstruct(ScopedFormula? formula, string owner, string kind)
    {
        if (formula is not null)
        {
            DeleteConstruct(formula.Scope, owner, kind);
        }
    }

    /// <summary>Deletes an element without an id of its own: it is named by what it belongs to in the submodel whose statement it is.</summary>
    private void DeleteConstruct(string scope, string owner, string kind, string? other = null)
    {
        if (scope.Length == 0 || _module.Find(scope[..^1])?.Submodel is not { } submodel || !owner.StartsWith(scope, StringComparison.Ordinal))
        {
            return;
        }

        var output = _outputs[submodel.Module];
        string? id = output.Ids.GetValueOrDefault(RootIn(submodel.Module, owner[scope.Length..]));
        string? second = other is null ? null : output.Ids.GetValueOrDefault(RootIn(submodel.Module, other[scope.Length..]));
        if (id is not null && (other is null || second is not null)
            && output.MetaId(other is null ? $"{id}__{kind}" : $"{id}__{kind}__{second}") is { } metaid)
        {
            Delete(scope, ("metaIdRef", metaid), _module.Find(scope[..^1])!.Span);
        }
    }

    private static string RootIn(AntimonyModule module, string path) => module.Resolve(path)?.Path ?? path;

    private void Delete(string scope, (string Attribute, string Value) target, Diagnostics.SourceSpan span)
    {
        if (!_deleted.Add(scope + target.Value))
        {
            return;
        }

        string[] path = scope[..^1].Split('.');
        var deletion = SbmlElement.Comp("deletion", span);
        Chain(deletion, path.Skip(1)).Set(target.Attribute, target.Value);
        _deletions[path[0]].Add(deletion);
    }
}
