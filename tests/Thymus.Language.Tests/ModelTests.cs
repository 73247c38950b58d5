using Thymus.Language.Binding;
using Thymus.Units;

namespace Thymus.Language.Tests;

/// <summary>What each construct means, after the Antimony reference, sections 5 to 12.</summary>
public sealed class ModelTests
{
    [Fact]
    public void Reaction_makes_species_with_their_stoichiometry()
    {
        var model = Reading.Model("J0: 2 A + B -> 3 C; k1*A^2*B\nJ1: C => ; kd*C\n-> A; v0\nA = 1; B = 2; C = 3; k1 = 1; kd = 2; v0 = 3");

        Assert.Equal(["J0", "J1", "_J2"], model.Reactions.Select(r => r.Symbol.Name));
        Assert.Equal([2, 1], model.Reactions[0].Reactants.Select(p => p.Stoichiometry));
        Assert.Equal("C", Assert.Single(model.Reactions[0].Products).Species.Name);
        Assert.True(model.Reactions[0].IsReversible);
        Assert.False(model.Reactions[1].IsReversible);
        Assert.Empty(model.Reactions[1].Products);
        Assert.Equal(2, model.Find("B", SymbolKind.Species).InitialValue);
        model.Find("k1", SymbolKind.Parameter);
    }

    [Fact]
    public void Law_on_the_next_line_is_not_part_of_the_reaction()
    {
        var model = Reading.Model("A -> B\nk = 1\nA = 1; B = 0");

        Assert.Null(Assert.Single(model.Reactions).Rate);
    }

    [Fact]
    public void Value_of_a_reaction_is_its_rate()
    {
        var model = Reading.Model("J0: A -> ; \nJ0 = k*A\nA = 1; k = 1");

        Assert.NotNull(Assert.Single(model.Reactions).Rate);
    }

    [Fact]
    public void Species_takes_its_compartment_from_in_or_from_its_reaction()
    {
        var model = Reading.Model(
            "compartment cell = 1.5\nspecies S1 in cell = 3\nJ1 in nuc: S2 -> S1; k*S2\n$S3 in cell; S2 = 1; S3 = 2; nuc = 1; k = 1");

        Assert.Equal("cell", model.Find("S1", SymbolKind.Species).Compartment?.Name);
        Assert.Equal("nuc", model.Find("S2", SymbolKind.Species).Compartment?.Name);
        Assert.Equal(1.5, model.Find("cell", SymbolKind.Compartment).InitialValue);
    }

    [Fact]
    public void Number_over_the_own_compartment_is_an_amount()
    {
        var model = Reading.Model("species x in C = 3/C, y in C = -2/C, z in C = 3/D; C = 2; D = 4");

        Assert.True(model.Find("x")!.InitialValueIsAmount);
        Assert.Equal(3, model.Find("x")!.InitialValue);
        Assert.Equal(-2, model.Find("y")!.InitialValue);
        Assert.False(model.Find("z")!.InitialValueIsAmount);
        Assert.Equal("z", Assert.Single(model.InitialAssignments).Target.Name);
    }

    [Theory]
    [InlineData("$S -> ; k*S")]
    [InlineData("const S; S -> ; k*S")]
    [InlineData("S -> ; k*S; S := 3")]
    [InlineData("S' = 3; S -> ; k*S")]
    public void Dollar_const_or_a_rule_makes_a_species_a_boundary(string text)
    {
        var model = Reading.Model(text + "\nk = 1; ");

        Assert.True(model.Find("S", SymbolKind.Species).IsBoundary);
    }

    [Fact]
    public void Substance_only_species_stand_for_their_amount()
    {
        var model = Reading.Model("substanceOnly species S1 = 3; var substanceOnly species S2 = 1");

        Assert.True(model.Find("S1")!.IsAmount);
        Assert.True(model.Find("S2")!.IsAmount);
    }

    [Fact]
    public void Rules_and_values_are_told_apart()
    {
        var model = Reading.Model("k1 = 2 + sin(S); S = 1; k2 := k1*time; k3' = -0.1*k3; k3 = 5; c: 0 = k1 + k4 - 2");

        Assert.Equal([RuleKind.Assignment, RuleKind.Rate, RuleKind.Algebraic], model.Rules.Select(r => r.Kind));
        Assert.Equal("k1", Assert.Single(model.InitialAssignments).Target.Name);
        Assert.Equal(5, model.Find("k3")!.InitialValue);
        Assert.Null(model.Rules[2].Target);
        Assert.False(model.Find("k3")!.IsConstant);
        Assert.False(model.Find("k4")!.IsConstant);
        Assert.True(model.Find("S")!.IsConstant);
    }

    [Fact]
    public void Parameter_that_depends_on_something_variable_is_not_constant()
    {
        var model = Reading.Model("species S = 1; k = 2*S; const m = 2*S; n = 2*m");

        Assert.False(model.Find("k")!.IsConstant);
        Assert.True(model.Find("m")!.IsConstant);
        Assert.True(model.Find("n")!.IsConstant);
    }

    [Theory]
    [InlineData("x = -3", -3)]
    [InlineData("x = +3", 3)]
    [InlineData("x = -inf", double.NegativeInfinity)]
    [InlineData("x = 1e-3", 1e-3)]
    public void Signed_number_is_a_plain_value(string text, double expected)
    {
        var model = Reading.Model(text);

        Assert.Empty(model.InitialAssignments);
        Assert.Equal(expected, model.Find("x")!.InitialValue);
    }

    [Fact]
    public void Blank_assignment_takes_the_value_away() => Assert.True(double.IsNaN(Reading.Model("x = 3; x = ;").Find("x")!.InitialValue));

    [Fact]
    public void Event_has_all_its_options()
    {
        var model = Reading.Model(
            """
            E1: at 2 after (S1 > 5 && time > 1), priority = 3, t0 = false, persistent = false, fromTrigger = false:
                S1 = S1/2,
                k1 = 0
            at time > 3: k1 = 1
            S1 = 1; k1 = 2
            """);

        var first = model.Events[0];
        Assert.Equal(("E1", false, false, false), (first.Name, first.InitialTriggerValue, first.IsPersistent, first.UsesValuesFromTriggerTime));
        Assert.NotNull(first.Delay);
        Assert.NotNull(first.Priority);
        Assert.Equal(["S1", "k1"], first.Assignments.Select(a => a.Target.Name));
        var second = model.Events[1];
        Assert.Equal(("_E1", true, true, true), (second.Name, second.InitialTriggerValue, second.IsPersistent, second.UsesValuesFromTriggerTime));
        Assert.False(model.Find("k1")!.IsConstant);
    }

    [Fact]
    public void Function_is_written_out_where_it_is_called()
    {
        var model = Reading.Model(
            """
            function mm(S, Vm, Km)
              Vm*S/(Km + S)
            end
            S1 -> S2; mm(S1, V, K)
            S1 = 1; S2 = 0; V = 2; K = 3
            """);

        var rate = Assert.IsType<BoundCall>(Assert.Single(model.Reactions).Rate);
        Assert.Equal(Function.Divide, rate.Function);
        Assert.Equal(4, rate.Span.Line);
    }

    [Fact]
    public void Named_model_is_read_with_its_name_and_annotations()
    {
        var model = Reading.Model(
            """
            model *pathway(S, k)
              S -> P; k*S
              S = 1; P = 0; k = 0.3
              S is "Substrate"
              S.sboTerm = SBO:0000247
              S identity "http://identifiers.org/chebi/CHEBI:17234",
                "http://identifiers.org/kegg.compound/C00293"
              model created.year 2026
              S notes ```Two
              lines```
            end
            pathway is "Two relays"
            pathway description "http://identifiers.org/pubmed/18594002"
            """);

        Assert.Equal(("pathway", "Two relays"), (model.Id, model.Name));
        var substrate = model.Find("S")!;
        Assert.Equal("Substrate", substrate.DisplayName);
        Assert.Equal(["sboTerm", "identity", "notes"], substrate.Annotations.Select(a => a.Qualifier));
        Assert.Equal("SBO:0000247", substrate.Annotations[0].Resources[0]);
        Assert.Equal(2, substrate.Annotations[1].Resources.Length);
        Assert.Equal(["created.year", "description"], model.Annotations.Select(a => a.Qualifier));
    }

    [Theory]
    [InlineData("model a() x = 1; end\nmodel b() y = 1; end", "b")]
    [InlineData("model *a() x = 1; end\nmodel b() y = 1; end", "a")]
    [InlineData("model a() x = 1; end\ny = 2", "__main")]
    [InlineData("model a() end", "a")]
    public void Model_to_read_is_the_marked_one_or_the_bare_statements_or_the_last(string text, string id) =>
        Assert.Equal(id, Reading.Model(text).Id);

    [Fact]
    public void Units_are_declared_after_numbers_with_has_and_for_the_whole_model()
    {
        var model = Reading.Model(
            """
            unit mM = 1e-3 mole/litre; unit hour = 3600 seconds
            time_unit = hour; substance = 1e-3 mole; volume = litre
            k1 = 0.3 mM; k2 has mM/hour; k2 = 1
            k3 = 5; k3 has mg/L; k4 = 7 mg
            compartment V = 1
            species S in V = 1
            """);

        Assert.True(Unit.TryParse("mol/m^3", out var molar, out _));
        Assert.True(model.Find("k1")!.Unit!.IsSameAs(molar));
        Assert.Equal("mM/hour", model.Find("k2")!.Unit!.Text);
        Assert.Equal(3600, model.TimeUnit!.Factor);
        Assert.True(model.Find("S")!.Unit!.IsSameAs(molar));
        Assert.Equal("mg/L", model.Find("k3")!.Unit!.Text);
        Assert.Equal("mg", model.Find("k4")!.Unit!.Text);
        Assert.Null(model.Find("mM"));
    }

    /// <summary>Compound units of the conformance data: 1000 grams * meters^2 is 1000 times g m², not (1000 g m)².</summary>
    [Theory]
    [InlineData("unit u = 1000 grams * 1 meters^2; k has u", "kg*m^2")]
    [InlineData("unit u = 1000 grams * meters^2 / seconds^3 / ampere; k has u", "V")]
    [InlineData("unit u = 1 / seconds^2; k has u", "1/s^2")]
    [InlineData("unit u = 1 / (1e-2 metre * 604800 second); k has u", "1/(cm*week)")]
    [InlineData("unit u = .001*liters; k has u", "mL")]
    [InlineData("u = 1e-3 mole/litre; k = 3 u", "mM")]
    public void Unit_formula_gives_the_unit(string text, string expected)
    {
        Assert.True(Unit.TryParse(expected, out var unit, out _));
        var actual = Reading.Model(text).Find("k")!.Unit!;

        Assert.True(actual.IsSameAs(unit), $"{actual.Factor} {actual.Dimension}");
    }

    [Fact]
    public void Constraints_are_kept()
    {
        var model = Reading.Model("S = 1; S >= 0\n-5 < S <= 3\nconstraint cap: S == 1\ncap is \"mass\"");

        Assert.Equal(["_con0", "_con1", "cap"], model.Constraints.Select(c => c.Name));
        Assert.Equal("mass", model.Constraints[2].Message);
    }

    [Fact]
    public void A_reaction_that_is_only_declared_has_its_rate()
    {
        var reaction = Assert.Single(Reading.Model("reaction J0 = 2*k; k = 3; p := J0").Reactions);

        Assert.Empty(reaction.Reactants.Concat(reaction.Products));
        Assert.IsType<BoundCall>(reaction.Rate);
    }

    [Fact]
    public void A_value_that_is_written_as_no_number_is_a_value()
    {
        var model = Reading.Model("x = nan; y := x + 1");

        Assert.IsType<BoundNumber>(Assert.Single(model.InitialAssignments).Expression);
        Assert.True(model.Find("x")!.IsConstant);
    }

    [Fact]
    public void An_algebraic_rule_may_change_a_boundary_species() =>
        Assert.False(Reading.Model("species $A; A = 1; B = 2; k = 3; B -> ; k*B; 0 = A - k*B").Find("A")!.IsConstant);

    [Theory]
    [InlineData("maximize J1")]
    public void Construct_of_a_later_version_is_refused_by_one_finding(string text) => Assert.Equal(["TH1010"], Reading.Codes(text));
}
