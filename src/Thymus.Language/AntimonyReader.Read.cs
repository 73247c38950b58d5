using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Language;

public static partial class AntimonyReader
{
    public static partial Checked<BoundModel> Read(string text, string file) => throw new NotSupportedException();
}
