using System.Collections.Immutable;
using System.Globalization;
using Thymus.Language.Syntax;

namespace Thymus.Language.Binding;

internal sealed partial class ExpressionBinder
{
    private Bound BindName(NameSyntax syntax)
    {
        var span = SpanOf(syntax);
        string name = tree.TextOf(syntax.Parts[0]);
        if (syntax.Parts.Length > 1)
        {
            RefuseDotted(syntax);
            return Number(double.NaN, syntax);
        }

        if (_arguments?.TryGetValue(name, out var argument) is true)
        {
            return argument;
        }

        if (Constant(name) is double constant)
        {
            return Number(constant, syntax);
        }

        if (name == "time")
        {
            return Bound.Leaf(new BoundTime(span));
        }

        if (Builtins.IsFunction(name) || scope.FindFunction(name) is not null)
        {
            findings.Report(BindingRules.NotAValue, span, $"{name}(...)", name, "a function");
            return Number(double.NaN, syntax);
        }

        if (_arguments is not null)
        {
            findings.Report(
                BindingRules.NameNotInFunction, tree.SpanOf(syntax),
                findings.Nearest(name, _arguments.Keys) ?? $"add {name} to the arguments", name, _callStack[^1]);
            return Number(double.NaN, syntax);
        }

        return scope.Resolve(name, span) is { } symbol ? Bound.Leaf(new BoundSymbol(symbol, span)) : Number(double.NaN, syntax);
    }

    private void RefuseDotted(NameSyntax syntax)
    {
        string last = tree.TextOf(syntax.Parts[^1]);
        string whole = tree.PathOf(syntax.Parts);
        if (last.Equals("sboTerm", StringComparison.OrdinalIgnoreCase) || ReservedWords.Uncertainty.Contains(last))
        {
            findings.Report(BindingRules.NotInDotForm, SpanOf(syntax), null, whole);
        }
        else
        {
            findings.Report(
                BindingRules.UnknownName, SpanOf(syntax),
                $"{whole[..whole.LastIndexOf('.')]} is not a submodel, and only names in submodels have dots", whole);
        }
    }

    private static double? Constant(string name) => name switch
    {
        "true" or "True" or "TRUE" => 1,
        "false" or "False" or "FALSE" => 0,
        "pi" => Math.PI,
        "exponentiale" => Math.E,
        "avogadro" => Avogadro,
        "inf" or "INF" or "infinity" => double.PositiveInfinity,
        "NaN" or "nan" or "NAN" or "notanumber" => double.NaN,
        _ => null,
    };

    private Bound BindCall(CallSyntax call)
    {
        string name = tree.TextOf(call.Name);
        var arguments = call.Arguments.Select(BindAny).ToImmutableArray();
        if (scope.FindFunction(name) is { } function)
        {
            return BindOwnFunction(call, function, name, arguments);
        }

        if (Builtins.Find(name) is not { } builtin)
        {
            var names = scope.FunctionNames.Concat(Builtins.Names);
            string? near = findings.Nearest(name, names);
            findings.Report(
                BindingRules.UndefinedFunction, SpanOf(call.Name), near ?? $"{name}*(...) multiplies; a function is defined before its use",
                name);
            return Number(double.NaN, call);
        }

        if (name == "rateOf" && arguments.Length == 1)
        {
            return BindRate(call, arguments[0]);
        }

        if (builtin.Feature is not null)
        {
            findings.Refuse(builtin.Feature, SpanOf(call), builtin.Instead!);
            return Number(double.NaN, call);
        }

        if (arguments.Length < builtin.Least || arguments.Length > builtin.Most)
        {
            string expected = builtin.Most == int.MaxValue ? $"at least {Count(builtin.Least)}"
                : builtin.Least == builtin.Most ? Count(builtin.Least)
                : $"{builtin.Least} to {Count(builtin.Most)}";
            findings.Report(BindingRules.WrongArgumentCount, SpanOf(call), null, name, expected, $"{arguments.Length}");
            return Number(double.NaN, call);
        }

        return builtin.Expand(new BuiltinCall(arguments, SpanOf(call)));
    }

    private Bound BindRate(CallSyntax call, Bound argument)
    {
        if (argument.Expression is BoundSymbol { Symbol.Kind: not SymbolKind.Reaction } && scope.HasTime)
        {
            return Bound.Call(Function.RateOf, SpanOf(call), argument);
        }

        string suggestion = scope.HasTime
            ? "rateOf(x) is how fast x changes; give a long formula a name with :=" : "outside a model nothing changes over time";
        findings.Report(BindingRules.NotAVariable, SpanOf(call), suggestion, "rateOf");
        return Number(double.NaN, call);
    }

    /// <summary>Writes a function of the file out: its formula with the arguments in place; everything in it is placed at the call.</summary>
    private Bound BindOwnFunction(CallSyntax call, FunctionDeclaration function, string name, ImmutableArray<Bound> arguments)
    {
        if (_callStack.Contains(name))
        {
            findings.Report(BindingRules.RecursiveFunction, tree.SpanOf(call.Name), "write the formula without the call", name);
            return Number(double.NaN, call);
        }

        if (call.Name.Start < function.Name.Start)
        {
            string line = string.Create(CultureInfo.InvariantCulture, $"{tree.SpanOf(function.Name).Line}");
            findings.Report(BindingRules.UsedBeforeDefinition, tree.SpanOf(call.Name), "move the function up", name, line);
        }

        if (arguments.Length != function.Parameters.Length)
        {
            findings.Report(
                BindingRules.WrongArgumentCount, SpanOf(call),
                $"{name}({string.Join(", ", function.Parameters.Select(tree.TextOf))})",
                name, Count(function.Parameters.Length), $"{arguments.Length}");
            return Number(double.NaN, call);
        }

        if (arguments.Any(a => IsTooLarge(a, call)))
        {
            return Number(double.NaN, call);
        }

        var (outerArguments, outerSite) = (_arguments, _callSite);
        _arguments = new Dictionary<string, Bound>(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Length; i++)
        {
            _arguments[tree.TextOf(function.Parameters[i])] = arguments[i];
        }

        _callSite ??= tree.SpanOf(call);
        _callStack.Add(name);
        var result = BindAny(function.Body);
        _callStack.RemoveAt(_callStack.Count - 1);
        (_arguments, _callSite) = (outerArguments, outerSite);
        return IsTooLarge(result, call) ? Number(double.NaN, call) : result;
    }

    private static string Count(int n) => n == 1 ? "1 argument" : string.Create(CultureInfo.InvariantCulture, $"{n} arguments");
}
