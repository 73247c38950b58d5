using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;

namespace Thymus.Language.Antimony;

/// <summary>Gathers what the statements of a model say of each name (Antimony reference, sections 4 to 9).</summary>
internal sealed partial class ModuleCollector(AntimonyDocument document, AntimonyModule module, DiagnosticBag findings)
{
    public const string DefaultCompartment = "default_compartment";

    /// <summary>The SBO term of an implicit compartment.</summary>
    public const int ImplicitCompartment = 410;

    private SyntaxTree _tree = null!;

    /// <summary>A model between its name and its end.</summary>
    public void Collect(SyntaxTree tree, ModuleDeclaration declaration)
    {
        _tree = tree;
        foreach (var parameter in declaration.Parameters)
        {
            if (parameter.Parts.Length == 1 && Mention(parameter) is { } symbol)
            {
                AddToInterface(symbol, parameter);
            }
        }

        Collect([.. declaration.Body.Select(s => (tree, s))]);
        _tree = tree;
        foreach (var parameter in declaration.Parameters.Where(p => p.Parts.Length > 1))
        {
            if (Mention(parameter) is { } symbol)
            {
                AddToInterface(symbol, parameter);
            }
        }
    }

    /// <summary>The statements of a model: submodels first, since their symbols have to be there before they are named.</summary>
    public void Collect(IReadOnlyList<(SyntaxTree Tree, StatementSyntax Statement)> statements)
    {
        foreach (var (tree, statement) in statements)
        {
            if (statement is SubmodelStatement submodel)
            {
                _tree = tree;
                CreateSubmodel(submodel);
            }
        }

        foreach (var (tree, statement) in statements)
        {
            _tree = tree;
            Collect(statement);
        }

        new ModuleSettler(document, module, findings).Settle();
    }

    private void AddToInterface(AntimonySymbol symbol, ReferenceSyntax at)
    {
        if (module.Interface.Contains(symbol.Path))
        {
            findings.Report(ModuleRules.TwiceInInterface, _tree.SpanOf(at), "take one of them away", symbol.Path, module.Id);
        }
        else
        {
            module.Interface.Add(symbol.Path);
        }
    }

    private void Collect(StatementSyntax statement)
    {
        switch (statement)
        {
            case AssignStatement assign:
                CollectAssign(assign.Target, assign.Assignment);
                break;
            case DeclareStatement declare:
                CollectDeclaration(declare);
                break;
            case ReactionStatement reaction:
                CollectReaction(reaction);
                break;
            case InteractionStatement interaction:
                CollectInteraction(interaction);
                break;
            case EventStatement happening:
                CollectEvent(happening);
                break;
            case AlgebraicStatement algebraic:
                CollectAlgebraic(algebraic);
                break;
            case ConstraintStatement constraint:
                CollectConstraint(constraint);
                break;
            case UnitStatement unit:
                CollectUnit(unit);
                break;
            case PlaceStatement place:
                Place(place.Target, Mention(place.Target.Reference));
                break;
            case DisplayNameStatement name:
                CollectName(name);
                break;
            case AnnotateStatement annotate:
                CollectAnnotation(annotate);
                break;
            case SubmodelStatement submodel:
                CollectSubmodel(submodel);
                break;
            case SyncStatement sync:
                CollectSync(sync);
                break;
            case DeleteStatement delete:
                CollectDeletions(delete);
                break;
            case StrandStatement strand:
                CollectStrand(strand);
                break;
            case ObjectiveStatement objective:
                findings.Refuse("objectives are", _tree.SpanOf(objective), "Thymus simulates over time and optimises no fluxes");
                break;
        }
    }

    private static string Line(SourceSpan span) => span.Line.ToString(CultureInfo.InvariantCulture);

    private string PathOf(ReferenceSyntax reference) => _tree.PathOf(reference.Parts);

    private ScopedFormula Own(ExpressionSyntax syntax, string owner, SourceSpan span) => new(_tree, syntax, "", owner, span);

    /// <summary>The symbol of a name, made at its first mention; one in a submodel has to be there.</summary>
    private AntimonySymbol? Mention(ReferenceSyntax reference)
    {
        var span = _tree.SpanOf(reference);
        string path = PathOf(reference);
        var symbol = reference.Parts.Length == 1 ? Mention(path, span) : FindInSubmodel(path, reference.Parts.Select(_tree.TextOf).ToList(), span);
        if (symbol is not null && reference.IsBoundary)
        {
            Touch(symbol).IsConstant = true;
        }

        return symbol;
    }

    private AntimonySymbol? Mention(string name, SourceSpan span)
    {
        if (document.NameOwner(name) is var (owner, first))
        {
            findings.Report(BindingRules.NameTaken, span, $"{name}_", name, owner, Line(first));
            return null;
        }

        if (module.Find(name) is { } known)
        {
            return module.RootOf(known);
        }

        var symbol = new AntimonySymbol(name, span);
        module.Add(symbol);
        if (name == DefaultCompartment)
        {
            symbol.Role = Role.Compartment;
            symbol.IsConstant = true;
            symbol.SboTerm = ImplicitCompartment;
            symbol.Value = ModuleSettler.One(span, name);
        }

        return symbol;
    }

    private AntimonySymbol? FindInSubmodel(string path, List<string> parts, SourceSpan span)
    {
        if (module.Resolve(path) is { } symbol)
        {
            return symbol;
        }

        if (parts[^1].Equals("sboTerm", StringComparison.OrdinalIgnoreCase) || ReservedWords.Uncertainty.Contains(parts[^1])
            || document.NameOwner(parts[0]) is not null)
        {
            findings.Report(BindingRules.NotInDotForm, span, null, path);
            return null;
        }

        string outer = string.Join('.', parts.SkipLast(1)) + ".";
        var submodel = module.Find(outer[..^1]);
        findings.Report(
            BindingRules.UnknownName, span,
            submodel is { Role: Role.Submodel } ? findings.For(path, submodel.Submodel?.Module.Symbols.Select(s => outer + s.Path) ?? [])
                : $"{outer[..^1]} is not a submodel, and only names in submodels have dots", path);
        return null;
    }

    /// <summary>Says that this model changes a symbol of a submodel.</summary>
    private static AntimonySymbol Touch(AntimonySymbol symbol)
    {
        symbol.IsTouched |= !symbol.IsLocal;
        return symbol;
    }

    /// <summary>Settles that a name is of a kind, unless what is known of it contradicts.</summary>
    private bool Become(AntimonySymbol symbol, Role role, SourceSpan span)
    {
        switch (symbol.Role, role)
        {
            case var (has, wants) when has == wants || wants is Role.Undefined || (wants is Role.Formula && has is not Role.Undefined):
            case (Role.Gene, Role.Reaction):
                return true;
            case (Role.Undefined or Role.Formula, _):
            case (Role.Reaction, Role.Gene):
                (symbol.Role, symbol.RoleSpan) = (role, span);
                return true;
            default:
                findings.Report(
                    BindingRules.TypeConflict, span, $"another name for {Describe(role)}", symbol.Path, Describe(symbol.Role), Line(symbol.RoleSpan),
                    Describe(role));
                return false;
        }
    }

    public static string Describe(Role role) => role switch
    {
        Role.Compartment => "a compartment",
        Role.Species => "a species",
        Role.Reaction => "a reaction",
        Role.Gene => "a gene",
        Role.Operator => "an operator",
        Role.Interaction => "an interaction",
        Role.Event => "an event",
        Role.Constraint => "a constraint",
        Role.AlgebraicRule => "an algebraic rule",
        Role.Unit => "a unit",
        Role.Strand => "a strand",
        Role.Stoichiometry => "a stoichiometry",
        Role.Submodel => "a submodel",
        _ => "a parameter",
    };

    /// <summary>Names in a formula become symbols by use.</summary>
    private void MentionAll(ExpressionSyntax? formula)
    {
        foreach (var name in FormulaNames.Of(formula))
        {
            string first = _tree.TextOf(name.Parts[0]);
            if (name.Parts.Length > 1)
            {
                FindInSubmodel(_tree.PathOf(name.Parts), [.. name.Parts.Select(_tree.TextOf)], _tree.SpanOf(name));
            }
            else if (!ReservedWords.Constants.Contains(first) && !Builtins.IsFunction(first) && document.NameOwner(first) is null)
            {
                Mention(first, _tree.SpanOf(name));
            }
        }
    }

    /// <summary>A name for what has none: the first free one of <c>_J0</c>, <c>_J1</c>, …</summary>
    private AntimonySymbol? Automatic(TargetSyntax? label, string prefix, SyntaxNode at)
    {
        if (label is not null)
        {
            return Place(label, Mention(label.Reference));
        }

        int index = _next.GetValueOrDefault(prefix);
        string name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}");
        while (module.Find(name) is not null)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{++index}");
        }

        _next[prefix] = index + 1;
        if (Mention(name, _tree.SpanOf(at)) is not { } symbol)
        {
            return null;
        }

        symbol.IsAutomatic = true;
        return symbol;
    }

    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    private AntimonySymbol? Place(TargetSyntax target, AntimonySymbol? symbol)
    {
        if (target.Compartment is { } place && CompartmentAt(place) is { } compartment && symbol is not null)
        {
            Touch(symbol).Compartment = compartment.Path;
        }

        return symbol;
    }

    private AntimonySymbol? CompartmentAt(ReferenceSyntax place) =>
        Mention(place) is { } compartment && Become(compartment, Role.Compartment, _tree.SpanOf(place)) ? compartment : null;
}
