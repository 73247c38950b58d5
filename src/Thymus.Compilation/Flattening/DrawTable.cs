using System.Collections.Immutable;
using System.Globalization;
using Thymus.Compilation.Graphs;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;
using Thymus.Numerics.Random;

namespace Thymus.Compilation.Flattening;

/// <summary>A draw from a distribution.</summary>
/// <param name="Purpose">What it is for, as its stream is named: <c>draw:EVENT:TARGET#0</c>, <c>draw:SYMBOL#0</c>.</param>
/// <param name="Distribution">The distribution.</param>
/// <param name="Arguments">Nodes of its numbers.</param>
/// <param name="Span">Where it is written.</param>
internal sealed record FlatDraw(string Purpose, Distribution Distribution, ImmutableArray<int> Arguments, SourceSpan Span);

/// <summary>
/// The draws of a model. One in an event is made at each evaluation; any other holds for the whole course. A draw that a function
/// uses twice is one draw.
/// </summary>
internal sealed class DrawTable(ExpressionGraph graph, ICollection<Diagnostic> findings)
{
    private readonly Dictionary<BoundCall, int> _nodes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<FlatDraw> _draws = [];
    private string _purpose = "";
    private bool _isRepeated;

    /// <summary>The draws.</summary>
    public ImmutableArray<FlatDraw> All => [.. _draws];

    /// <summary>The distribution that a function draws from; <see langword="null"/> for other functions.</summary>
    public static Distribution? DistributionOf(Function function) => function switch
    {
        Function.DrawNormal => Distribution.Normal,
        Function.DrawUniform => Distribution.Uniform,
        Function.DrawBernoulli => Distribution.Bernoulli,
        Function.DrawBinomial => Distribution.Binomial,
        Function.DrawCauchy => Distribution.Cauchy,
        Function.DrawChiSquare => Distribution.ChiSquare,
        Function.DrawExponential => Distribution.Exponential,
        Function.DrawGamma => Distribution.Gamma,
        Function.DrawLaplace => Distribution.Laplace,
        Function.DrawLogNormal => Distribution.LogNormal,
        Function.DrawPoisson => Distribution.Poisson,
        Function.DrawRayleigh => Distribution.Rayleigh,
        _ => null,
    };

    /// <summary>Says what the draws that come next are for.</summary>
    public void Begin(string purpose, bool isRepeated) => (_purpose, _isRepeated) = (purpose, isRepeated);

    /// <summary>The node of a draw.</summary>
    public int Of(BoundCall call, Distribution distribution, int[] arguments)
    {
        if (_nodes.TryGetValue(call, out int known))
        {
            return known;
        }

        if (!Draws.Takes(distribution, arguments.Length))
        {
            int own = Draws.CountOf(distribution);
            findings.Add(new Diagnostic(
                CompilationRules.DrawArguments, call.Span, $"give it its {own}, or these and two bounds", distribution.ToString(),
                arguments.Length.ToString(CultureInfo.InvariantCulture)));
            return graph.Constant(double.NaN);
        }

        if (!_isRepeated && arguments.Any(a => graph.RankOf(a) is Rank.Dynamic))
        {
            findings.Add(new Diagnostic(
                CompilationRules.MovingDraw, call.Span, "let an event draw it, when it is to be drawn again", _purpose.Length > 0 ? _purpose : "a trigger"));
        }

        int count = _counts[_purpose] = _counts.GetValueOrDefault(_purpose) + 1;
        int node = graph.Draw(_draws.Count, _isRepeated);
        _draws.Add(new FlatDraw($"draw:{_purpose}#{count - 1}", distribution, [.. arguments], call.Span));
        _nodes.Add(call, node);
        return node;
    }
}
