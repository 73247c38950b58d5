using System.Collections.Frozen;

namespace Thymus.Language.Binding;

/// <summary>The predefined functions of Antimony: how many arguments each takes and what it means (reference, section 13.2).</summary>
internal static class Builtins
{
    private const int Many = int.MaxValue;

    private static readonly FrozenDictionary<string, Builtin> All = Build().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names, for suggestions.</summary>
    public static IEnumerable<string> Names => All.Keys;

    public static bool IsFunction(string name) => All.ContainsKey(name);

    public static Builtin? Find(string name) => All.GetValueOrDefault(name);

    private static Dictionary<string, Builtin> Build()
    {
        var all = new Dictionary<string, Builtin>(StringComparer.Ordinal);

        Plain(Function.Exp, 1, 1, "exp");
        Plain(Function.Ln, 1, 1, "ln");
        Plain(Function.Log10, 1, 1, "log10");
        Plain(Function.Sqrt, 1, 1, "sqrt");
        Plain(Function.Power, 2, 2, "power", "pow");
        Plain(Function.Factorial, 1, 1, "factorial");
        Plain(Function.Abs, 1, 1, "abs");
        Plain(Function.Ceiling, 1, 1, "ceil", "ceiling");
        Plain(Function.Floor, 1, 1, "floor");
        Plain(Function.Max, 1, Many, "max");
        Plain(Function.Min, 1, Many, "min");
        Plain(Function.Quotient, 2, 2, "quotient");
        Plain(Function.Remainder, 2, 2, "rem");
        Plain(Function.Sin, 1, 1, "sin");
        Plain(Function.Cos, 1, 1, "cos");
        Plain(Function.Tan, 1, 1, "tan");
        Plain(Function.Sinh, 1, 1, "sinh");
        Plain(Function.Cosh, 1, 1, "cosh");
        Plain(Function.Tanh, 1, 1, "tanh");
        Plain(Function.Arcsin, 1, 1, "arcsin", "asin");
        Plain(Function.Arccos, 1, 1, "arccos", "acos");
        Plain(Function.Arctan, 1, 1, "arctan", "atan");
        Plain(Function.And, 0, Many, "and");
        Plain(Function.Or, 0, Many, "or");
        Plain(Function.Xor, 0, Many, "xor");
        Plain(Function.Not, 1, 1, "not");
        Plain(Function.Add, 0, Many, "plus");
        Plain(Function.Multiply, 0, Many, "times");
        Plain(Function.Divide, 2, 2, "divide");
        Plain(Function.Piecewise, 1, Many, "piecewise");
        Plain(Function.NotEqual, 2, 2, "neq");
        Plain(Function.Delay, 2, 2, "delay");

        Chain(Function.Equal, "eq", "equals");
        Chain(Function.Greater, "gt");
        Chain(Function.Less, "lt");
        Chain(Function.GreaterOrEqual, "geq");
        Chain(Function.LessOrEqual, "leq");

        Expanded(1, 2, b => b.Arguments.Length == 1
            ? b.Call(Function.Ln, b.Arguments[0])
            : b.Call(Function.Log, b.Arguments[0], b.Arguments[1]), "log");
        Expanded(1, 2, b => b.Arguments.Length == 1
            ? b.Call(Function.Sqrt, b.Arguments[0])
            : b.Call(Function.Root, b.Arguments[0], b.Arguments[1]), "root");
        Expanded(1, 2, b => b.Arguments.Length == 1
            ? b.Call(Function.Negate, b.Arguments[0])
            : b.Call(Function.Subtract, b.Arguments[0], b.Arguments[1]), "minus");
        Expanded(1, 1, b => b.Call(Function.Power, b.Arguments[0], b.Number(2)), "sqr");
        Expanded(2, 2, b => b.Call(Function.Or, b.Call(Function.Not, b.Arguments[0]), b.Arguments[1]), "implies");
        Expanded(1, 1, b => b.Inverse(b.Call(Function.Cos, b.Arguments[0])), "sec");
        Expanded(1, 1, b => b.Inverse(b.Call(Function.Sin, b.Arguments[0])), "csc");
        Expanded(1, 1, b => b.Inverse(b.Call(Function.Tan, b.Arguments[0])), "cot");
        Expanded(1, 1, b => b.Inverse(b.Call(Function.Cosh, b.Arguments[0])), "sech");
        Expanded(1, 1, b => b.Inverse(b.Call(Function.Sinh, b.Arguments[0])), "csch");
        Expanded(1, 1, b => b.Inverse(b.Call(Function.Tanh, b.Arguments[0])), "coth");
        Expanded(1, 1, b => b.Call(Function.Arccos, b.Inverse(b.Arguments[0])), "arcsec", "asec");
        Expanded(1, 1, b => b.Call(Function.Arcsin, b.Inverse(b.Arguments[0])), "arccsc", "acsc");
        Expanded(1, 1, b => b.Call(Function.Arctan, b.Inverse(b.Arguments[0])), "arccot", "acot");
        Expanded(1, 1, b => b.Arcsinh(b.Arguments[0]), "arcsinh", "asinh");
        Expanded(1, 1, b => b.Arccosh(b.Arguments[0]), "arccosh", "acosh");
        Expanded(1, 1, b => b.Arctanh(b.Arguments[0]), "arctanh", "atanh");
        Expanded(1, 1, b => b.Arccosh(b.Inverse(b.Arguments[0])), "arcsech", "asech");
        Expanded(1, 1, b => b.Arcsinh(b.Inverse(b.Arguments[0])), "arccsch", "acsch");
        Expanded(1, 1, b => b.Arctanh(b.Inverse(b.Arguments[0])), "arccoth", "acoth");

        Unsupported("rateOf is", "write the right-hand side of the rate again", 1, "rateOf");
        Plain(Function.DrawNormal, 2, 4, "normal", "truncatedNormal");
        Plain(Function.DrawUniform, 2, 2, "uniform");
        Plain(Function.DrawBernoulli, 1, 1, "bernoulli");
        Plain(Function.DrawBinomial, 2, 4, "binomial");
        Plain(Function.DrawCauchy, 1, 4, "cauchy");
        Plain(Function.DrawChiSquare, 1, 3, "chisquare");
        Plain(Function.DrawExponential, 1, 3, "exponential", "truncatedExponential");
        Plain(Function.DrawGamma, 2, 4, "gamma", "truncatedGamma");
        Plain(Function.DrawLaplace, 1, 4, "laplace");
        Plain(Function.DrawLogNormal, 2, 4, "lognormal");
        Plain(Function.DrawPoisson, 1, 3, "poisson", "truncatedPoisson");
        Plain(Function.DrawRayleigh, 1, 3, "rayleigh");

        return all;

        void Plain(Function function, int least, int most, params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                all[name] = new Builtin(least, most, call => call.Call(function, [.. call.Arguments]), null, null);
            }
        }

        void Chain(Function function, params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                all[name] = new Builtin(2, Many, call => call.Pairs(function), null, null);
            }
        }

        void Expanded(int least, int most, Func<BuiltinCall, Bound> expand, params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                all[name] = new Builtin(least, most, expand, null, null);
            }
        }

        void Unsupported(string feature, string suggestion, int most, string name) =>
            all[name] = new Builtin(0, most, call => call.Number(double.NaN), feature, suggestion);
    }
}

/// <summary>A predefined function.</summary>
/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Expand">Its meaning in terms of <see cref="Function"/>.</param>
/// <param name="Feature">What is refused, when it is not supported yet.</param>
/// <param name="Instead">What to do instead of it.</param>
internal sealed record Builtin(int Least, int Most, Func<BuiltinCall, Bound> Expand, string? Feature, string? Instead);
