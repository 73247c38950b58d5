using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>Submodels, mergers and deletions (Antimony reference, section 4).</summary>
internal sealed partial class ModuleCollector
{
    /// <summary>The most symbols that the submodels of a file may have together.</summary>
    internal const int MostSymbols = 50_000;

    /// <summary>Submodels may be this deep in each other.</summary>
    internal const int DeepestSubmodels = 50;

    private readonly Dictionary<SubmodelStatement, AntimonySymbol> _submodels = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes the symbols of a submodel: a copy of its model's with the name in front.</summary>
    private void CreateSubmodel(SubmodelStatement syntax)
    {
        string name = _tree.TextOf(syntax.Module);
        if (document.FindModule(name) is not { } inner)
        {
            bool isFunction = document.FindFunction(name) is not null;
            findings.Report(
                ModuleRules.UnknownModel, _tree.SpanOf(syntax.Module),
                findings.Nearest(name, document.Modules.Select(m => m.Id)) ?? "a model is defined before it is used", name,
                isFunction ? " (it is a function)" : "");
            return;
        }

        if (Automatic(syntax.Label, "_sys", syntax) is not { } symbol || !Become(symbol, Role.Submodel, _tree.SpanOf(syntax)))
        {
            return;
        }

        if (symbol.Submodel is not null || !symbol.IsLocal)
        {
            findings.Report(ModuleRules.SubmodelTwice, _tree.SpanOf(syntax), "give it a name of its own", symbol.Path);
            return;
        }

        module.Depth = Math.Max(module.Depth, inner.Depth + 1);
        document.CopiedSymbols += inner.Symbols.Count;
        if (document.CopiedSymbols > MostSymbols || module.Depth > DeepestSubmodels)
        {
            string size = module.Depth > DeepestSubmodels
                ? $"are nested more than {DeepestSubmodels} levels deep"
                : string.Create(CultureInfo.InvariantCulture, $"have more than {MostSymbols:N0} symbols together");
            findings.Report(ModuleRules.TooManySubmodels, _tree.SpanOf(syntax), "take fewer of them", size);
            return;
        }

        symbol.Submodel = new SubmodelPart(inner, null, null);
        _submodels.Add(syntax, symbol);
        string instance = symbol.Path + ".";
        foreach (var part in inner.Symbols)
        {
            module.Add(part.Under(instance));
        }
    }

    /// <summary>Its arguments and factors.</summary>
    private void CollectSubmodel(SubmodelStatement syntax)
    {
        if (!_submodels.TryGetValue(syntax, out var symbol) || symbol.Submodel is not { } part)
        {
            return;
        }

        if (syntax.Compartment is { } place && CompartmentAt(place) is { } compartment)
        {
            symbol.Compartment = compartment.Path;
        }

        if (syntax.Arguments.Length > part.Module.Interface.Count)
        {
            string most = string.Create(CultureInfo.InvariantCulture, $"{part.Module.Interface.Count}");
            findings.Report(
                BindingRules.WrongArgumentCount, _tree.SpanOf(syntax.Module), $"{part.Module.Id}({string.Join(", ", part.Module.Interface)})",
                part.Module.Id, part.Module.Interface.Count == 1 ? "1 argument" : $"{most} arguments", $"{syntax.Arguments.Length}");
            return;
        }

        for (int i = 0; i < syntax.Arguments.Length; i++)
        {
            if (SymbolOf(syntax.Arguments[i]) is { } argument && module.Find($"{symbol.Path}.{part.Module.Interface[i]}") is { } inner)
            {
                Merge(inner, argument, null, SpanOf(syntax.Arguments[i]));
            }
        }

        foreach (var option in syntax.Options)
        {
            string name = _tree.TextOf(option.Name).ToLowerInvariant();
            if (name is not ("timeconv" or "extentconv"))
            {
                findings.Report(ModuleRules.UnknownSubmodelOption, _tree.SpanOf(option.Name), "timeconv or extentconv", _tree.TextOf(option.Name));
                continue;
            }

            string? factor = SymbolOf(option.Value)?.Path;
            part = name == "timeconv" ? part with { TimeFactor = factor } : part with { ExtentFactor = factor };
        }

        symbol.Submodel = part;
    }

    private SourceSpan SpanOf(ArgumentSyntax argument) =>
        argument.Reference is { } reference ? _tree.SpanOf(reference) : _tree.SpanOf(argument.Number!.Value);

    /// <summary>The symbol that is handed over; a number becomes the value of a new parameter.</summary>
    private AntimonySymbol? SymbolOf(ArgumentSyntax argument)
    {
        if (argument.Reference is { } reference)
        {
            return Mention(reference);
        }

        var token = argument.Number!.Value;
        var number = new NumberSyntax(token, null, 0, 1);
        if (Automatic(null, "_ant", number) is not { } symbol)
        {
            return null;
        }

        symbol.Role = Role.Formula;
        symbol.IsConstant = true;
        symbol.Value = Own(number, symbol.Path, _tree.SpanOf(token));
        return symbol;
    }

    private void CollectSync(SyncStatement syntax)
    {
        var span = _tree.SpanOf(syntax);
        if (Place(syntax.Target, Mention(syntax.Target.Reference)) is not { } left || Mention(syntax.Survivor) is not { } right)
        {
            return;
        }

        AntimonySymbol? factor = null;
        if (syntax.Factor is not null && (factor = Mention(syntax.Factor)) is null)
        {
            return;
        }

        Merge(left, right, factor, span);
    }

    /// <summary>Makes two symbols one. The right one goes on, and what it says wins; a model's own one goes on before a submodel's.</summary>
    private void Merge(AntimonySymbol left, AntimonySymbol right, AntimonySymbol? factor, SourceSpan span)
    {
        var (alias, survivor) = (module.RootOf(left), module.RootOf(right));
        if (alias == survivor || !CanMerge(alias, survivor, span))
        {
            return;
        }

        bool isSwapped = !survivor.IsLocal && alias.IsLocal;
        if (factor is not null && (isSwapped || survivor.IsLocal == alias.IsLocal))
        {
            findings.Report(ModuleRules.FactorNeedsSubmodel, span, $"{survivor.Path} * factor is {alias.Path}", survivor.Path);
            return;
        }

        if (isSwapped)
        {
            (alias, survivor) = (survivor, alias);
        }

        Fields.Join(survivor, alias, preferAlias: isSwapped);
        alias.MergedInto = survivor.Path;
        alias.MergerFactor = factor?.Path;
        alias.IsMergedHere = true;
        survivor.IsTouched |= !survivor.IsLocal;
        if (survivor.Assignment is { } rule && survivor.Value is { } value)
        {
            findings.Report(
                BindingRules.ConflictingDefinitions, span, $"take the rule away: {survivor.Path} := ;", survivor.Path, "an assignment rule",
                Line(rule.Span), $"the start value of line {Line(value.Span)}");
        }
    }

    private bool CanMerge(AntimonySymbol alias, AntimonySymbol survivor, SourceSpan span)
    {
        bool isOpen(Role role) => role is Role.Undefined or Role.Formula;
        if (alias.Role is Role.Submodel or Role.Strand or Role.Interaction || survivor.Role is Role.Submodel or Role.Strand or Role.Interaction)
        {
            var wrong = alias.Role is Role.Submodel or Role.Strand or Role.Interaction ? alias : survivor;
            findings.Report(ModuleRules.CannotMerge, span, "merge what is in it", wrong.Path, Describe(wrong.Role));
            return false;
        }

        var role = isOpen(survivor.Role) ? alias.Role : survivor.Role;
        if (alias.Role != role && !isOpen(alias.Role) && (alias.Role, role) is not ((Role.Reaction, Role.Gene) or (Role.Gene, Role.Reaction)
            or (Role.Operator, Role.Formula)))
        {
            findings.Report(
                BindingRules.TypeConflict, span, "merge things of one kind", alias.Path, Describe(alias.Role), Line(alias.RoleSpan), Describe(role));
            return false;
        }

        if (isOpen(survivor.Role) && !isOpen(alias.Role))
        {
            (survivor.Role, survivor.RoleSpan) = (alias.Role, span);
        }
        else if (survivor.Role is Role.Undefined)
        {
            survivor.Role = alias.Role;
        }

        return true;
    }

    private void CollectDeletions(DeleteStatement syntax)
    {
        foreach (var reference in syntax.References)
        {
            string path = PathOf(reference);
            var span = _tree.SpanOf(reference);
            if (reference.Parts.Length == 1)
            {
                findings.Report(ModuleRules.NotInSubmodel, span, "leave it out of the model", path);
            }
            else if (FindInSubmodel(path, [.. reference.Parts.Select(_tree.TextOf)], span) is { } symbol)
            {
                if (symbol.IsLocal || module.Find(path)!.IsMergedHere)
                {
                    findings.Report(ModuleRules.DeletedMerged, span, "delete it or merge it", path, symbol.Path);
                }
                else
                {
                    module.Deletions.TryAdd(symbol.Path, span);
                }
            }
        }
    }
}
