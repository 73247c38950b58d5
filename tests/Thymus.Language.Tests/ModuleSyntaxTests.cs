using Thymus.Language.Diagnostics;
using Thymus.Language.Syntax;
using Thymus.Language.Text;

namespace Thymus.Language.Tests;

/// <summary>Statements about other models, strands and interactions, after the Antimony reference, sections 3, 4, 8 and 14.</summary>
public sealed class ModuleSyntaxTests
{
    [Theory]
    [InlineData("import \"enzymes.ant\"", nameof(ImportStatement))]
    [InlineData("relay(X, 0.3)", nameof(SubmodelStatement))]
    [InlineData("A: relay(A.P, $X, 3), timeconv=60, extentconv = c in V", nameof(SubmodelStatement))]
    [InlineData("A in V: relay()", nameof(SubmodelStatement))]
    [InlineData("A.S is X", nameof(SyncStatement))]
    [InlineData("A.B.S is X / cf", nameof(SyncStatement))]
    [InlineData("A.S * cf is X", nameof(SyncStatement))]
    [InlineData("A.S is \"a name\"", nameof(DisplayNameStatement))]
    [InlineData("delete A.x, A.y", nameof(DeleteStatement))]
    [InlineData("i1: D -| J0;", nameof(InteractionStatement))]
    [InlineData("D + E -o A.J0; k*D", nameof(InteractionStatement))]
    [InlineData("D -(J0;", nameof(InteractionStatement))]
    [InlineData("--P1--RBS--G1--", nameof(StrandStatement))]
    [InlineData("s: P1--A.G1", nameof(StrandStatement))]
    [InlineData("P1--", nameof(StrandStatement))]
    [InlineData("gene G1, G2", nameof(DeclareStatement))]
    [InlineData("o: maximize J0", nameof(ObjectiveStatement))]
    [InlineData("minimize 2*J0", nameof(ObjectiveStatement))]
    [InlineData("annotate x identity: \"urn\" end", nameof(AnnotateStatement))]
    [InlineData("A.x = 3", nameof(AssignStatement))]
    [InlineData("A.x := ", nameof(AssignStatement))]
    [InlineData("a.range = {1, 2}", nameof(AssignStatement))]
    [InlineData("sub._alg0: 0 = x - 2", nameof(AlgebraicStatement))]
    public void Construct_is_one_statement(string text, string kind)
    {
        var findings = new DiagnosticBag();
        var tree = Parser.Parse(new SourceText(text, Reading.File), findings);

        Assert.Empty(findings.ToSorted());
        Assert.Equal(kind, tree.Statements[0].GetType().Name);
        Assert.IsType<EmptyStatement>(Assert.Single(tree.Statements.Skip(1)));
        Assert.Equal(text, tree.Print());
    }

    [Fact]
    public void Submodel_holds_its_arguments_and_factors()
    {
        var submodel = Statement<SubmodelStatement>("A: m(x, 0.3), timeconv=60 in V");

        Assert.Equal(2, submodel.Arguments.Length);
        Assert.NotNull(submodel.Arguments[1].Number);
        Assert.NotNull(Assert.Single(submodel.Options).Value.Number);
        Assert.NotNull(submodel.Compartment);
    }

    [Theory]
    [InlineData("--P--G", true, false)]
    [InlineData("P--G--", false, true)]
    [InlineData("P--G", false, false)]
    public void Dash_at_an_end_leaves_it_open(string text, bool upstream, bool downstream)
    {
        var strand = Statement<StrandStatement>(text);

        Assert.Equal((upstream, downstream, 2), (strand.IsOpenUpstream, strand.IsOpenDownstream, strand.Elements.Length));
    }

    [Theory]
    [InlineData("import enzymes", "TH1005")]
    [InlineData("A: m(2*x)", "TH1005")]
    [InlineData("A: m(x), timeconv 3", "TH1005")]
    [InlineData("A.S * cf X", "TH1005")]
    [InlineData("a -| ;", "TH1008")]
    [InlineData("-| J0;", "TH1008")]
    [InlineData("delete", "TH1005")]
    [InlineData("--", "TH1005")]
    public void Broken_construct_is_one_finding(string text, string code)
    {
        var findings = new DiagnosticBag();
        var tree = Parser.Parse(new SourceText(text, Reading.File), findings);

        Assert.Equal(code, Assert.Single(findings.ToSorted()).Rule.Code);
        Assert.Equal(text, tree.Print());
    }

    private static T Statement<T>(string text) where T : StatementSyntax =>
        Assert.IsType<T>(Parser.Parse(new SourceText(text, Reading.File), new DiagnosticBag()).Statements[0]);
}
