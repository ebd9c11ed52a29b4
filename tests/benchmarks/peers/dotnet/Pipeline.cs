// What the .NET SDK's client consists of: Azure.Core's pipeline with its default options, the same requests, and a
// policy that signs each of them with the access key.
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;

sealed class Options : ClientOptions { }

sealed class SignPolicy(byte[] key) : HttpPipelineSynchronousPolicy
{
    static readonly string Header = Base64Url.EncodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"u8);

    public override void OnSendingRequest(HttpMessage message)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = JsonSerializer.SerializeToUtf8Bytes(new
        {
            aud = message.Request.Uri.ToUri().AbsoluteUri,
            nbf = now,
            exp = now + 300,
            iat = now,
        });
        var signed = Header + "." + Base64Url.EncodeToString(claims);
        var signature = Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)));
        message.Request.Headers.SetValue("Authorization", "Bearer " + signed + "." + signature);
    }
}

sealed class Client(Uri endpoint, string hub, string key)
{
    static readonly RequestContent Message = RequestContent.Create(Encoding.UTF8.GetBytes(new string('x', 64)));
    readonly HttpPipeline pipeline = HttpPipelineBuilder.Build(new Options(), new SignPolicy(Encoding.UTF8.GetBytes(key)));

    HttpMessage MessageTo(string target)
    {
        var message = pipeline.CreateMessage();
        var request = message.Request;
        request.Method = RequestMethod.Post;
        request.Uri.Reset(endpoint);
        request.Uri.AppendPath("/api/hubs/", false);
        request.Uri.AppendPath(hub, true);
        request.Uri.AppendPath(target, false);
        request.Uri.AppendPath("/:send", false);
        request.Uri.AppendQuery("api-version", "2024-12-01", true);
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("Content-Type", "text/plain");
        request.Content = Message;
        return message;
    }

    static void Check(HttpMessage message)
    {
        if (message.Response.Status != 202) throw new Azure.RequestFailedException(message.Response);
    }

    public void SendToAll()
    {
        using var message = MessageTo("");
        pipeline.Send(message, default);
        Check(message);
    }

    public async Task SendToAllAsync()
    {
        using var message = MessageTo("");
        await pipeline.SendAsync(message, default).ConfigureAwait(false);
        Check(message);
    }

    public async Task SendToUserAsync(string user)
    {
        using var message = MessageTo("/users/" + Uri.EscapeDataString(user));
        await pipeline.SendAsync(message, default).ConfigureAwait(false);
        Check(message);
    }
}
