using Thymus.Language.Binding;
using static Thymus.Compilation.Tests.ModelText;

namespace Thymus.Compilation.Tests;

public sealed class FindingTests
{
    [Theory]
    [InlineData(700, "are so closely coupled that a step of an implicit method takes more than 50,000,000 multiplications")]
    [InlineData(1100, "depend on each other in more than 1,000,000 ways")]
    public void Model_whose_states_all_depend_on_all_is_refused_where_it_would_not_end(int states, string why)
    {
        var text = new ModelText();
        var variables = Enumerable.Range(0, states).Select(i => text.Parameter($"x{i}", i)).ToArray();
        var total = text.Parameter("total");
        text.Assign(total, Call(Function.Add, [.. variables.Select(x => x.Value)]));
        foreach (var variable in variables)
        {
            text.Rate(variable, total.Value * variable.Value);
        }

        var result = CompiledModel.Compile(new CompileRequest { Model = text.Model() });

        Assert.False(result.Succeeded);
        Assert.Equal($"test.ant(1,1): error TH2217: model test is too large to compile: states {why}", Assert.Single(result.Findings).ToString());
    }

    [Fact]
    public void A_large_model_with_many_warnings_is_compiled()
    {
        var text = new ModelText();
        for (int i = 0; i < 1100; i++)
        {
            text.Compartment($"c{i}");
        }

        var result = CompiledModel.Compile(new CompileRequest { Model = text.Model() });

        Assert.True(result.Succeeded);
        Assert.Equal(1100, result.Findings.Length);
    }

    [Fact]
    public void What_cannot_be_computed_is_named()
    {
        var text = new ModelText();
        var a = text.Species("A", 1);
        var b = text.Species("B", 1);
        var unset = text.Parameter("unset");
        unset.IsConstant = true;
        var fixedOne = text.Parameter("fixed", 1);
        fixedOne.IsConstant = true;
        var rule = text.Parameter("rule");
        text.Assign(rule, Time);
        text.Rate(b, Number(1));
        text.Rate(rule, Number(1));
        text.Algebraic(a.Value);
        var silent = text.Reaction("silent", [a], [], null);
        text.Reaction("loud", [a, b], [], unset.Value * Call(Function.Min));
        text.At(new ModelEvent("late", Call(Function.Less, a.Value, Number(1)), Number(2), a.Value, true, true, true,
        [
            new EventAssignment(fixedOne, Number(1)), new EventAssignment(rule, Number(1)), new EventAssignment(silent, Number(1)),
        ], Nowhere));
        var result = CompiledModel.Compile(new CompileRequest
        {
            Model = text.Model(),
            Supplied = ["rule", "nobody"],
            DoseTargets = ["fixed", "loud"],
            Observables = ["a"],
            Watches = [new Watch("w", "nothing")],
        });

        Assert.False(result.Succeeded);
        var expected = new[]
        {
            "error TH2201: the algebraic rule cannot be solved: neither it nor its derivatives by time have a variable that no other rule, reaction or event determines, so it is one too many",
            "error TH2204: unset is used here but has no value",
            "error TH2208: B is fixed by a rule and also changed by reaction loud",
            "error TH2209: min cannot be computed here",
            "error TH2210: model test has no a to observe",
            "error TH2210: model test has no nobody to supply",
            "error TH2210: model test has no nothing to watch",
            "error TH2211: rule cannot be supplied: the model computes it at all times",
            "error TH2212: fixed cannot be dosed: it is constant",
            "error TH2212: loud cannot be dosed: it is a reaction",
            "error TH2214: event late cannot set fixed: it is constant",
            "error TH2214: event late cannot set rule: an assignment rule computes it",
            "error TH2214: event late cannot set silent: it is a reaction",
            "error TH2215: rule has more than one rule",
            "warning TH2213: reaction silent has no rate: 0 is taken",
        };
        Assert.Equal(expected, result.Findings.Select(f => f.ToString()["test.ant(1,1): ".Length..]).Order(StringComparer.Ordinal));
        Assert.Equal("did you mean A?", result.Findings.Single(f => f.Text.Contains(" a to observe", StringComparison.Ordinal)).Suggestion);
    }

    [Fact]
    public void Values_that_are_not_given_are_taken_with_a_warning()
    {
        var text = new ModelText();
        var v = text.Compartment("V");
        var a = text.Species("A", compartment: v);
        text.Reaction("r", [a], [], a.Value);
        text.Parameter("unused");
        var result = CompiledModel.Compile(new CompileRequest { Model = text.Model() });

        Assert.True(result.Succeeded);
        Assert.Equal([CompilationRules.UnsetCompartment, CompilationRules.UnsetSpecies], result.Findings.Select(f => f.Rule));
        Assert.Equal(["V", "A"], result.Value.ParameterNames);
        Assert.Equal([1, 0], result.Value.DefaultParameters);
    }

    [Fact]
    public void Circles_are_named_from_end_to_end()
    {
        var text = new ModelText();
        var a = text.Parameter("a");
        var b = text.Parameter("b");
        var c = text.Parameter("c");
        text.Assign(a, b.Value + Number(1));
        text.Assign(b, c.Value * Number(2));
        text.Assign(c, a.Value - Number(1));
        var result = CompiledModel.Compile(new CompileRequest { Model = text.Model(), Observables = ["a"] });

        var finding = Assert.Single(result.Findings);
        Assert.Equal("the value of a depends on itself: a -> b -> c -> a", finding.Text);
    }

    [Fact]
    public void Deep_expressions_and_long_chains_of_rules_do_not_overflow_the_stack()
    {
        var text = new ModelText();
        var x = text.Parameter("x", 1);
        var sum = x.Value;
        for (int i = 0; i < 20_000; i++)
        {
            sum = Call(Function.Add, Number(1), sum);
        }

        var previous = text.Parameter("r0");
        text.Assign(previous, sum);
        for (int i = 1; i < 5_000; i++)
        {
            var next = text.Parameter($"r{i}");
            text.Assign(next, previous.Value + x.Value);
            previous = next;
        }

        text.Rate(x, previous.Value);
        var model = CompiledModel.Compile(new CompileRequest { Model = text.Model() }).Value!;
        using var run = KernelRun.Of(model, Solvers.Lanes.LaneWidth.Scalar, [1], [2]);

        Assert.Equal([20_000 + (2 * 5_000)], run.Field()[0]);
        Assert.Equal([5_000], run.Jacobian().Entries[0]);
    }
}
